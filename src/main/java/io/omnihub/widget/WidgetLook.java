package io.omnihub.widget;

import java.util.regex.Pattern;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How a site's widget looks.
///
/// @param welcomeEn the first line in English; empty for the widget's own
/// @param welcomeZh the first line in Chinese; empty for the widget's own
/// @param color     of all that is coloured, such as `#2d5bd7`; empty for the widget's own
/// @param locale    such as `zh-CN`, where the page names none; empty for the browser's
record WidgetLook(
        @DefaultValue("") String welcomeEn,
        @DefaultValue("") String welcomeZh,
        @DefaultValue("") String color,
        @DefaultValue("") String locale) {

    private static final Pattern COLOR = Pattern.compile("(#[0-9a-fA-F]{6})?");

    static final WidgetLook PLAIN = new WidgetLook("", "", "", "");

    WidgetLook {
        if (!COLOR.matcher(color).matches()) {
            throw new IllegalArgumentException("omnihub.widget.sites.*.color must be a colour such as #2d5bd7");
        }
    }
}
