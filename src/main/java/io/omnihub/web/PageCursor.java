package io.omnihub.web;

import io.omnihub.message.InvalidMessageException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// A place in a list that is ordered by time and id; opaque to clients.
public record PageCursor(Instant at, String id) {

    public String text() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((at.toEpochMilli() + ":" + id).getBytes(StandardCharsets.UTF_8));
    }

    /// @return null where there is no text, for the first page
    public static @Nullable PageCursor parse(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            String place = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            int colon = place.indexOf(':');
            String id = place.substring(colon + 1);
            if (colon > 0 && !id.isEmpty() && id.chars().allMatch(c -> c > ' ' && c < 127)) {
                return new PageCursor(Instant.ofEpochMilli(Long.parseLong(place.substring(0, colon))), id);
            }
        } catch (IllegalArgumentException _) {
            throw invalid();
        }
        throw invalid();
    }

    public static InvalidMessageException invalid() {
        return new InvalidMessageException("cursor", "must be the nextCursor of a page of this list");
    }
}
