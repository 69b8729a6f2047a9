package io.omnihub.visitor;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// One site or app as configured.
///
/// @param tenant       to which it belongs
/// @param name         to show; empty shows the id
/// @param secret       with which the site's own server signs who its users are; empty where all are anonymous
/// @param origins      the pages' origins, such as `https://shop.example.com`
/// @param app          whether it is an app, which sends no `Origin`
/// @param schemes      of an app: those of its own, to which links and buttons may lead, such as `myshop`
/// @param reopenWindow a message within this time after a session ended reopens it
/// @param push         by which inbox each kind of device is woken, such as `fcm: shop-firebase`; empty for none
/// @param pushText     whether what wakes a device tells what was said, or only that something was
public record SiteProperties(
        @DefaultValue("default") String tenant,
        @DefaultValue("") String name,
        @DefaultValue("") String secret,
        @DefaultValue List<String> origins,
        @DefaultValue("false") boolean app,
        @DefaultValue List<String> schemes,
        @DefaultValue("24h") Duration reopenWindow,
        @DefaultValue Map<String, String> push,
        @DefaultValue("neutral") PushText pushText) {

    /// What of a message a device is told.
    public enum PushText {
        /// That there is one.
        NEUTRAL,
        /// Who says what.
        FULL
    }

    @Override
    public String toString() {
        return "SiteProperties[" + name + "]";
    }
}
