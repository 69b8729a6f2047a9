package io.omnihub.mapping.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/// How systems call their fields, in English and Chinese.
final class FieldNames {

    private static final String FILE = "field-names.txt";
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final Pattern OTHERS = Pattern.compile("[^\\p{L}\\p{N}]");

    private final Map<String, Known> known = new HashMap<>();

    /// @param name    ours: small letters and underscores
    /// @param meaning what such a field says
    /// @param rank    the smaller, the likelier among those of one meaning
    record Known(String name, Meaning meaning, int rank) {}

    private FieldNames(String lines) {
        lines.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(line -> {
            List<String> words = SPACE.splitAsStream(line).toList();
            Meaning meaning = Meaning.valueOf(words.get(1).toUpperCase(Locale.ROOT));
            for (int i = 2; i < words.size(); i++) {
                known.putIfAbsent(words.get(i), new Known(words.get(0), meaning, known.size()));
            }
        });
    }

    static FieldNames read() {
        try (InputStream in = Objects.requireNonNull(FieldNames.class.getResourceAsStream(FILE), FILE)) {
            return new FieldNames(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What a field is taken for: by its name with that of the object that it is in, else by its name alone.
    Optional<Known> of(SampleField field) {
        String alone = field.path().getLast();
        String within =
                field.path().size() < 2 ? alone : field.path().get(field.path().size() - 2) + alone;
        return Optional.ofNullable(known.get(plain(String.join("", field.path()))))
                .or(() -> Optional.ofNullable(known.get(plain(within))))
                .or(() -> of(alone));
    }

    Optional<Known> of(String name) {
        return Optional.ofNullable(known.get(plain(name)));
    }

    private static String plain(String name) {
        return OTHERS.matcher(name).replaceAll("").toLowerCase(Locale.ROOT);
    }
}
