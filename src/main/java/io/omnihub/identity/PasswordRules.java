package io.omnihub.identity;

import io.omnihub.message.InvalidMessageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/// What a password must be like: long, and not among those that are tried first.
final class PasswordRules {

    /// What bcrypt looks at; a longer password would be cut without a word.
    static final int LONGEST = 72;

    private static final int SHORTEST = 12;
    private static final int FEWEST_CHARACTERS = 5;
    private static final Set<String> COMMON = common();

    private PasswordRules() {}

    /// @throws InvalidMessageException naming the field `password` where one is broken
    static void check(String name, String password) {
        int length = bytes(password);
        if (length < SHORTEST || length > LONGEST) {
            throw refused("must have " + SHORTEST + " to " + LONGEST + " bytes");
        }
        if (password.codePoints().distinct().count() < FEWEST_CHARACTERS) {
            throw refused("must have at least " + FEWEST_CHARACTERS + " different characters");
        }
        String plain = password.toLowerCase(Locale.ROOT);
        if (COMMON.contains(plain) || COMMON.contains(plain.replaceAll("[^a-z]+$", ""))) {
            throw refused("is one of those that are tried first");
        }
        if (bytes(plain.replace(name, "")) < SHORTEST) {
            throw refused("must be long enough without the account's name too");
        }
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static InvalidMessageException refused(String problem) {
        return new InvalidMessageException("password", problem);
    }

    private static Set<String> common() {
        try (InputStream list =
                Objects.requireNonNull(PasswordRules.class.getResourceAsStream("common-passwords.txt"))) {
            return new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
