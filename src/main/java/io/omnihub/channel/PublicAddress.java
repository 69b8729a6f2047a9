package io.omnihub.channel;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where the hub is for those outside, as it can't know itself.
///
/// @param url without a slash at its end; null where nobody has told it
public record PublicAddress(@Nullable String url) {

    private static final String SETTING = "omnihub.public-url";

    /// @param text empty for none
    static PublicAddress of(String text) {
        if (text.isBlank()) {
            return new PublicAddress(null);
        }
        String url = text.strip().replaceAll("/+$", "");
        try {
            URI uri = URI.create(url);
            boolean web = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
            if (web && uri.getHost() != null && uri.getRawQuery() == null && uri.getRawFragment() == null) {
                return new PublicAddress(url);
            }
        } catch (IllegalArgumentException _) {
            // Told alike below.
        }
        throw new IllegalStateException(SETTING + " must be an address such as https://hub.example.com");
    }

    public boolean isKnown() {
        return url != null;
    }

    /// The address of a path of ours.
    public Optional<String> at(String path) {
        return Optional.ofNullable(url).map(start -> start + path);
    }
}
