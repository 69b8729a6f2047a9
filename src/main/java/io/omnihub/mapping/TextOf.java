package io.omnihub.mapping;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How the bytes of an input become characters: as its byte order mark says, else as the mapping or the sender stated,
/// else as UTF-8, or as what it looks like.
///
/// @param declared in the mapping; null for none
/// @param detects  whether it is guessed where nobody has stated it
record TextOf(@Nullable Charset declared, boolean detects) {

    private static final Pattern CHARSET = Pattern.compile("(?i);\\s*charset\\s*=\\s*\"?([^\\s;\"]+)");

    static TextOf compile(@Nullable Yaml yaml) {
        if (yaml == null) {
            return new TextOf(null, false);
        }
        if (yaml.text().equals("detect")) {
            return new TextOf(null, true);
        }
        try {
            return new TextOf(Charsets.named(yaml.text()), false);
        } catch (IllegalArgumentException e) {
            yaml.wrong(e.getMessage() + "; detect guesses it");
            return new TextOf(null, false);
        }
    }

    boolean isStated(Input input) {
        return detects || stated(input) != null;
    }

    /// @throws BadInputException where the bytes are none of it
    String of(Input input) {
        try {
            Charset stated = stated(input);
            return Charsets.decode(input.bytes(), stated == null && !detects ? StandardCharsets.UTF_8 : stated);
        } catch (IllegalArgumentException e) {
            throw new BadInputException(Objects.toString(e.getMessage(), ""), "");
        }
    }

    /// What is stated; null for nothing.
    @Nullable
    Charset stated(Input input) {
        if (declared != null) {
            return declared;
        }
        Matcher matcher = CHARSET.matcher(input.arrival().contentType());
        try {
            return matcher.find() ? Charsets.named(matcher.group(1)) : null;
        } catch (IllegalArgumentException _) {
            throw new BadInputException("is said to be of a charset that is not known here", "");
        }
    }
}
