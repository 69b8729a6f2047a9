package io.omnihub.channel;

import java.util.regex.Pattern;

/// How people see a channel.
///
/// @param name the name to show; empty where the pages know it by the channel's id
/// @param icon the name of one of the console's icons, or a path of SVG on a grid of 24; empty for the pages' own
public record ChannelLook(String name, String icon) {

    private static final Pattern ICON =
            Pattern.compile("|[a-z]{1,20}|[Mm][MmLlHhVvCcSsQqTtAaZz0-9 .,-]{1,2000}", Pattern.DOTALL);

    private static final int LONGEST_NAME = 60;

    /// Of a channel that the pages know.
    public static final ChannelLook KNOWN = new ChannelLook("", "");

    public ChannelLook {
        if (name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("a name must not be longer than " + LONGEST_NAME + " characters");
        }
        if (!ICON.matcher(icon).matches()) {
            throw new IllegalArgumentException(
                    "an icon must be the name of one of the console's icons, or a path of SVG on a grid of 24");
        }
    }
}
