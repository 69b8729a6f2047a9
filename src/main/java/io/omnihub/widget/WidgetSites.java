package io.omnihub.widget;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.omnihub.console.GatewayAddress;
import io.omnihub.visitor.Site;
import io.omnihub.visitor.Sites;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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

    private Settings settings(Site site, WidgetProperties.Look look) {
        return new Settings(
                site.inbox().name(), look.welcome(), look.colorOrNull(), look.localeOrNull(), site.origins(), gateway);
    }

    /// The settings.
    ///
    /// @param origins of the pages in which the widget may stand
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Settings(
            String name,
            Map<String, String> welcome,
            @Nullable String color,
            @Nullable String locale,
            Set<String> origins,
            GatewayAddress gateway) {}
}
