package io.omnihub.widget;

import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How the widgets of the sites look.
///
/// @param sites by the site's key
@ConfigurationProperties("omnihub.widget")
record WidgetProperties(@DefaultValue Map<String, WidgetLook> sites) {

    WidgetLook look(String site) {
        return sites.getOrDefault(site, WidgetLook.PLAIN);
    }
}
