package io.omnihub.conversation;

import io.omnihub.message.InvalidMessageException;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The header under which callers of the API wish the same thing once, however often they ask.
public final class IdempotencyKey {

    /// The header's name.
    public static final String HEADER = "Idempotency-Key";

    /// The form of its value, as the API's description tells it.
    public static final String FORM = "^[\\x21-\\x7e]{1,200}$";

    private static final Pattern CHECKED = Pattern.compile(FORM);

    private IdempotencyKey() {}

    /// @param key null where the caller gives none
    /// @throws InvalidMessageException where it has another form
    public static void check(@Nullable String key) {
        if (key != null && !CHECKED.matcher(key).matches()) {
            throw new InvalidMessageException(HEADER, "must be 1 to 200 visible ASCII characters");
        }
    }

    /// The same, and one that nobody has where the caller gives none.
    public static String orFresh(@Nullable String key) {
        check(key);
        return key == null ? UUID.randomUUID().toString() : key;
    }
}
