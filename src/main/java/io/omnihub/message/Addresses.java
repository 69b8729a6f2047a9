package io.omnihub.message;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where links and buttons lead: to pages of the web, or to places in an app by a scheme of the app's own, such as
/// `myshop://order/1024`.
public final class Addresses {

    private static final Pattern PAGE = Pattern.compile("https?://");
    private static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9+.-]{1,63}");

    /// RFC 3986, up to 2,000 characters: what else there is in an address is encoded by `%`.
    private static final Pattern IN_AN_APP =
            Pattern.compile("([A-Za-z][A-Za-z0-9+.-]{1,63}):[\\x21-\\x7e&&[^\"<>\\\\^`{|}]]{1,1935}");

    /// What these name runs, or is a file of the reader's, or is any app's.
    private static final Set<String> NO_APPS = Set.of(
            "about",
            "blob",
            "content",
            "data",
            "file",
            "filesystem",
            "http",
            "https",
            "intent",
            "jar",
            "javascript",
            "jscript",
            "livescript",
            "mhtml",
            "res",
            "resource",
            "vbscript",
            "view-source",
            "ws",
            "wss");

    private Addresses() {}

    /// Whether an address is one of a page.
    public static boolean isPage(String address) {
        return PAGE.matcher(address).lookingAt();
    }

    /// The scheme of an address that may be one in an app, in small letters; empty where it can't be.
    public static String appScheme(String address) {
        Matcher matcher = IN_AN_APP.matcher(address);
        String scheme = matcher.matches() ? matcher.group(1).toLowerCase(Locale.ROOT) : "";
        return isAppScheme(scheme) ? scheme : "";
    }

    /// Whether something may be a scheme of an app's own: in small letters, and none that browsers and systems use for
    /// what runs or lies on the reader's device.
    public static boolean isAppScheme(String scheme) {
        return SCHEME.matcher(scheme).matches() && !NO_APPS.contains(scheme);
    }
}
