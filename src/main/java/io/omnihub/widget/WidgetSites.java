package io.omnihub.widget;

import io.omnihub.console.GatewayAddress;
import io.omnihub.visitor.Site;
import io.omnihub.visitor.Sites;
import java.util.Set;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/// What a site's widget has to know before anything else.
@RestController
final class WidgetSites {

    private final Sites sites;
    private final WidgetProperties properties;
    private final GatewayAddress gateway;

    WidgetSites(Sites sites, WidgetProperties properties, GatewayAddress gateway) {
        this.sites = sites;
        this.properties = properties;
        this.gateway = gateway;
    }

    @GetMapping("/widget/sites/{key}.json")
    ResponseEntity<Settings> settings(@PathVariable String key) {
        return sites.find(key)
                .map(site -> ResponseEntity.ok()
                        .cacheControl(CacheControl.noCache())
                        .body(settings(site, properties.look(key))))
                .orElseGet(() -> ResponseEntity.notFound().build());
    }

    private Settings settings(Site site, WidgetLook look) {
        return new Settings(
                site.inbox().name(),
                new Welcome(look.welcomeEn(), look.welcomeZh()),
                look.color(),
                look.locale(),
                site.origins(),
                gateway.live());
    }

    /// The settings; what is empty is left to the widget.
    ///
    /// @param origins of the pages in which the widget may stand
    record Settings(
            String name,
            Welcome welcome,
            String color,
            String locale,
            Set<String> origins,
            GatewayAddress.Live gateway) {}

    /// The first line in both languages.
    record Welcome(String en, String zh) {}
}
