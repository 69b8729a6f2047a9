package io.omnihub.widget;

import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How the widgets of the sites look.
///
/// @param sites by the site's key
@ConfigurationProperties("omnihub")
record WidgetProperties(@DefaultValue Map<String, Site> sites) {

    private static final Look PLAIN = new Look(Map.of(), "", "");

    Look look(String site) {
        Site found = sites.get(site);
        return found == null ? PLAIN : found.widget();
    }

    /// What a site sets of it.
    record Site(@DefaultValue Look widget) {}

    /// How a widget looks.
    ///
    /// @param welcome the first line, by the languages `en` and `zh`; the widget has one of its own
    /// @param color   such as `#2d5bd7`; empty for the widget's own
    /// @param locale  such as `zh-CN`, where the page names none; empty for the browser's
    record Look(
            @DefaultValue Map<String, String> welcome,
            @DefaultValue("") String color,
            @DefaultValue("") String locale) {

        private static final Pattern COLOR = Pattern.compile("(#[0-9a-fA-F]{6})?");

        Look {
            check("color", COLOR.matcher(color).matches(), "must be a colour such as #2d5bd7");
            welcome = Map.copyOf(welcome);
        }

        @Nullable
        String colorOrNull() {
            return color.isEmpty() ? null : color;
        }

        @Nullable
        String localeOrNull() {
            return locale.isEmpty() ? null : locale;
        }

        private static void check(String name, boolean right, String problem) {
            if (!right) {
                throw new IllegalArgumentException("omnihub.sites.*.widget." + name + " " + problem);
            }
        }
    }
}
