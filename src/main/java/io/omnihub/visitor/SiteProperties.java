package io.omnihub.visitor;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// One site or app as configured.
///
/// @param tenant       to which it belongs
/// @param name         to show; empty shows the id
/// @param secret       with which the site's own server signs who its users are; empty where all are anonymous
/// @param origins      the pages' origins, such as `https://shop.example.com`
/// @param app          whether it is an app, which sends no `Origin`
/// @param reopenWindow a message within this time after a session ended reopens it
public record SiteProperties(
        @DefaultValue("default") String tenant,
        @DefaultValue("") String name,
        @DefaultValue("") String secret,
        @DefaultValue List<String> origins,
        @DefaultValue("false") boolean app,
        @DefaultValue("24h") Duration reopenWindow) {

    @Override
    public String toString() {
        return "SiteProperties[" + name + "]";
    }
}
