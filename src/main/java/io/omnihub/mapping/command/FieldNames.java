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
    /// Those come before all others.
    private static final int MOST = 1_000;

    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final Pattern OTHERS = Pattern.compile("[^\\p{L}\\p{N}]");

    private static final String WITHIN = "within";

    private final Map<String, Known> known = new HashMap<>();

    /// What the id of an object of that name is.
    private final Map<String, Known> within = new HashMap<>();

    /// @param name    ours: small letters and underscores
    /// @param meaning what such a field says
    /// @param rank    the smaller, the likelier among those of one meaning
    record Known(String name, Meaning meaning, int rank) {}

    private FieldNames(String lines) {
        lines.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(line -> {
            List<String> words = SPACE.splitAsStream(line).toList();
            Meaning meaning = Meaning.valueOf(words.get(1).toUpperCase(Locale.ROOT));
            boolean object = words.getFirst().equals(WITHIN);
            Map<String, Known> names = object ? within : known;
            int first = object ? -MOST : 0;
            for (String word : words.subList(2, words.size())) {
                names.putIfAbsent(word, new Known(words.getFirst(), meaning, first + names.size()));
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

    /// What a field is taken for: by its whole path, by its name with that of the object that it is in, by its name
    /// alone. The id of a whole record is its key.
    Optional<Known> of(SampleField field) {
        List<String> path = field.path();
        String alone = path.getLast();
        String object = path.size() < 2 ? "" : path.get(path.size() - 2);
        return of(String.join("", path))
                .or(() -> of(object + alone))
                .or(() -> of(alone))
                .map(found -> found.meaning() == Meaning.ID ? id(object, found) : found);
    }

    private Known id(String object, Known id) {
        Known known = within.get(plain(object));
        return known == null
                ? new Known(id.name(), Meaning.KEY, id.rank())
                : new Known(id.name(), known.meaning(), known.rank());
    }

    Optional<Known> of(String name) {
        return Optional.ofNullable(known.get(plain(name)));
    }

    private static String plain(String name) {
        return OTHERS.matcher(name).replaceAll("").toLowerCase(Locale.ROOT);
    }
}
