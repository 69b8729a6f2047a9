package io.omnihub.mapping.command;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A mapping for samples, as names and values in them suggest it. It is a draft to go on with: what nothing in the
/// samples tells is marked as a guess.
public final class Proposal {

    private static final String GUESS = "  # guess: ";
    private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");
    private static final int MOST_SHOWN = 12;
    private static final Pattern EDI = Pattern.compile("[ec]\\d+");

    private final SampleFormat format;
    private final SampleShape shape;
    private final FieldNames names;
    private final ZoneId zone;
    private final Map<Meaning, SampleField> found = new EnumMap<>(Meaning.class);
    private final Map<String, String> times = new LinkedHashMap<>();
    private final Map<String, String> numbers = new LinkedHashMap<>();

    /// @param zone of times that tell none, where the samples are not Chinese
    /// @throws IllegalArgumentException                  where nothing can be proposed
    /// @throws io.omnihub.mapping.UnmappableException where the sample is broken
    public Proposal(byte[] sample, ZoneId zone) {
        this.names = FieldNames.read();
        this.format = SampleFormat.of(sample, names);
        this.shape = SampleShape.of(format.records(), names);
        this.zone = zone;
        if (shape.fields().isEmpty()) {
            throw new IllegalArgumentException("The sample holds no values");
        }
        for (Meaning meaning : List.of(Meaning.TEXT, Meaning.PERSON, Meaning.KEY, Meaning.NAME, Meaning.TIME)) {
            named(meaning, field -> switch (meaning) {
                case TIME -> isTime(field);
                case KEY -> isDistinct(field);
                default -> true;
            });
        }
        List.of(Meaning.PICTURE, Meaning.STATE, Meaning.KIND).forEach(meaning -> named(meaning, _ -> true));
        byValue(Meaning.PERSON, field -> ValueForm.arePersons(field.values()));
        byValue(Meaning.PICTURE, field -> ValueForm.arePictures(field.values()));
    }

    private void named(Meaning meaning, Predicate<SampleField> fits) {
        free().filter(field -> names.of(field).map(FieldNames.Known::meaning).orElse(Meaning.FIELD) == meaning)
                .filter(fits)
                .min(Comparator.<SampleField>comparingInt(
                                field -> names.of(field).orElseThrow().rank())
                        .thenComparingInt(field -> field.path().size()))
                .ifPresent(field -> found.put(meaning, field));
    }

    private void byValue(Meaning meaning, Predicate<SampleField> fits) {
        if (!found.containsKey(meaning)) {
            free().filter(fits).findFirst().ifPresent(field -> found.put(meaning, field));
        }
    }

    private Stream<SampleField> free() {
        return shape.fields().stream().filter(field -> !found.containsValue(field));
    }

    /// What several records have alike is no key of one.
    private static boolean isDistinct(SampleField field) {
        return Set.copyOf(field.values()).size() == field.values().size();
    }

    private static boolean isTime(SampleField field) {
        return ValueForm.ofTimes(field.values()).isPresent();
    }

    /// The file's text.
    ///
    /// @param sample the name of the sample
    public String yaml(String sample) {
        String in = in();
        int records = shape.count();
        StringBuilder yaml = new StringBuilder("# Proposed from " + sample + ", with " + records
                + (records == 1 ? " record" : " records") + ". See: omnihub mapping try <this file> " + sample + "\n");
        yaml.append(format.declaration());
        if (!times.isEmpty()) {
            yaml.append("zone: ").append(isChinese() ? CHINA : zone).append(GUESS + "times in the sample tell none\n");
        }
        declared(yaml, "times", times);
        declared(yaml, "numbers", numbers);
        return yaml.append(in).toString();
    }

    private boolean isChinese() {
        return Stream.concat(
                        format.headings().values().stream(),
                        shape.fields().stream()
                                .flatMap(field -> Stream.concat(field.path().stream(), field.values().stream())))
                .flatMapToInt(String::codePoints)
                .anyMatch(Character::isIdeographic);
    }

    private static void declared(StringBuilder yaml, String kind, Map<String, String> forms) {
        if (!forms.isEmpty()) {
            yaml.append(kind).append(":\n");
            forms.forEach((name, form) ->
                    yaml.append("  ").append(name).append(": ").append(form).append('\n'));
        }
    }

    private String in() {
        StringBuilder in = new StringBuilder("in:\n");
        if (!shape.each().isEmpty()) {
            in.append("  each: ").append(value(shape.each())).append('\n');
        }
        in.append("  thread: ").append(thread()).append('\n');
        in.append(sender());
        field(Meaning.TIME)
                .ifPresent(time ->
                        in.append("  sentAt: ").append(value(read(time, true))).append('\n'));
        in.append("  unknown: keep\n");
        field(Meaning.KIND)
                .ifPresent(kind -> in.append("  unsupported: ")
                        .append(value(kind.expression()))
                        .append('\n'));
        return in.append(found.containsKey(Meaning.TEXT) ? message() : card()).toString();
    }

    /// Who speaks, where that is told beside whom the conversation is with.
    private String sender() {
        Optional<SampleField> other = free().filter(
                        field -> names.of(field).map(FieldNames.Known::meaning).orElse(Meaning.FIELD) == Meaning.PERSON)
                .min(Comparator.comparingInt(
                        field -> names.of(field).orElseThrow().rank()));
        Optional<SampleField> name = field(Meaning.NAME);
        boolean within = other.filter(field -> field.path().size() > 1).isPresent();
        Optional<SampleField> id = within ? other : name.flatMap(_ -> field(Meaning.PERSON));
        return id.map(field -> "  sender: {id: " + within(field.expression())
                        + name.map(called -> ", name: " + within(called.expression()))
                                .orElse("")
                        + "}\n")
                .orElse("");
    }

    private String thread() {
        return field(Meaning.PERSON)
                .map(person -> value(person.expression()))
                .orElseGet(() -> value(shape.fields().getFirst().expression()) + GUESS
                        + "nothing looks like the id of a person; put its path here");
    }

    /// Somebody said something.
    private String message() {
        String text = field(Meaning.TEXT).orElseThrow().expression();
        StringBuilder message = new StringBuilder();
        Optional<SampleField> key = field(Meaning.KEY);
        if (key.isEmpty()) {
            message.append(madeUpKey());
        }
        message.append("  rules:\n    - message: ")
                .append(key.map(id -> value(id.expression())).orElse("{}"))
                .append("\n      parts:\n        - text: ")
                .append(value(text))
                .append('\n');
        field(Meaning.PICTURE)
                .ifPresent(picture -> message.append("        - image: {url: ")
                        .append(within(picture.expression()))
                        .append("}\n"));
        return message.toString();
    }

    /// Something happened, which is shown with its fields. It comes again when its state changes.
    private String card() {
        StringBuilder card = new StringBuilder();
        Optional<SampleField> key = field(Meaning.KEY);
        card.append(key.map(this::key).orElseGet(this::madeUpKey));
        card.append("  rules:\n    - message: {}\n      parts:\n        - card:\n            title: ")
                .append(key.map(field -> template(label(field) + " ", field))
                        .orElseGet(() -> "\"" + shape.fields().size() + " fields\""))
                .append('\n');
        Set<String> labels = new HashSet<>();
        String fields = shape.fields().stream()
                .filter(field -> key.filter(field::equals).isEmpty())
                .filter(field -> !field.path().getFirst().equals("interchange"))
                .filter(field -> labels.add(label(field)))
                .limit(MOST_SHOWN)
                .map(field -> "              " + quoted(label(field)) + ": " + value(read(field, false)) + '\n')
                .collect(Collectors.joining());
        if (!fields.isEmpty()) {
            card.append("            fields:\n").append(fields);
        }
        return card.toString();
    }

    private String key(SampleField key) {
        String name = names.of(key).map(FieldNames.Known::name).orElse("");
        String prefix = name.endsWith("_no") || name.endsWith("_id") ? name.substring(0, name.length() - 3) + ":" : "";
        List<SampleField> made = new ArrayList<>(List.of(key));
        field(Meaning.STATE).ifPresent(made::add);
        return "  key: " + template(prefix, made.toArray(SampleField[]::new)) + '\n';
    }

    private String madeUpKey() {
        List<SampleField> made = Stream.of(Meaning.PERSON, Meaning.TIME)
                .flatMap(meaning -> field(meaning).stream())
                .toList();
        String key = made.size() < 2 ? "to-json(.)" : template("", made.toArray(SampleField[]::new));
        return "  key: " + key + GUESS + "what tells this one from all others; put its path here\n";
    }

    private Optional<SampleField> field(Meaning meaning) {
        return Optional.ofNullable(found.get(meaning));
    }

    private String label(SampleField field) {
        String name = EDI.matcher(field.path().getLast()).matches()
                ? String.join(" ", field.path())
                : field.path().getLast();
        // As a text of YAML in which nothing is an expression.
        return format.headings()
                .getOrDefault(name, name)
                .replaceAll("\\p{Cntrl}", " ")
                .replace("${", "$");
    }

    /// The expression that reads a field's values, whose form is declared where that is needed.
    private String read(SampleField field, boolean asTime) {
        String expression = field.expression();
        Optional<ValueForm> time = ValueForm.ofTimes(field.values());
        if (asTime && time.isPresent()) {
            return time.get().zoned()
                    ? expression
                    : declare(times, "time", time.get().declaration()) + "(" + expression + ")";
        }
        return ValueForm.ofNumbers(field.values())
                .map(number -> declare(numbers, "number", number.declaration()) + "(" + expression + ")")
                .orElse(expression);
    }

    /// One form is declared once.
    private static String declare(Map<String, String> forms, String kind, String form) {
        return forms.entrySet().stream()
                .filter(known -> known.getValue().equals(form))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(() -> {
                    String name = forms.isEmpty() ? "as-" + kind : "as-" + kind + "-" + (forms.size() + 1);
                    forms.put(name, form);
                    return name;
                });
    }

    private static String template(String before, SampleField... fields) {
        StringBuilder text = new StringBuilder(before);
        for (int i = 0; i < fields.length; i++) {
            text.append(i == 0 ? "${" : ":${").append(fields[i].expression()).append('}');
        }
        return quoted(text.toString());
    }

    /// An expression as YAML takes it for a plain text; in quotation marks where it would not.
    private static String value(String expression) {
        boolean plain = !expression.contains(": ") && !expression.contains(" #") && !expression.endsWith(":");
        return plain ? expression : quoted("${" + expression + "}");
    }

    /// The same between braces.
    private static String within(String expression) {
        return expression.codePoints().anyMatch(c -> ",[]{}".indexOf(c) >= 0)
                ? quoted("${" + expression + "}")
                : value(expression);
    }

    private static String quoted(String text) {
        boolean plain = text.codePoints().noneMatch(c -> c == '"' || c == '\\' || Character.isISOControl(c));
        return plain ? '"' + text + '"' : "'" + text.replace("'", "''") + "'";
    }
}
