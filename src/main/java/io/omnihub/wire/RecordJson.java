package io.omnihub.wire;

import io.omnihub.message.BusinessRecord;
import io.omnihub.message.BusinessRecord.Button;
import io.omnihub.message.BusinessRecord.Field;
import io.omnihub.message.BusinessRecord.Kind;
import io.omnihub.message.BusinessRecord.KnownBy;
import io.omnihub.message.BusinessRecord.Step;
import io.omnihub.message.InvalidMessageException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Business records as JSON in UTF-8, as docs/records.md tells it. What nobody here knows is kept among the record's
/// metadata; what is wrong throws [InvalidMessageException] with the path of the field.
public final class RecordJson {

    /// How many bytes one may have.
    public static final int LARGEST = 64 * 1024;

    private static final int MOST = 10_000;

    /// The names of what a record may have; whatever else it has is kept among its metadata.
    public static final Set<String> KNOWN = Set.of(
            "type",
            "key",
            "version",
            "time",
            "event",
            "title",
            "state",
            "tone",
            "contact",
            "fields",
            "picture",
            "steps",
            "buttons",
            "tell",
            "metadata");

    /// Seconds since 1970 reach this in the year 5138; milliseconds did in 1973.
    private static final long MILLIS_FROM = 100_000_000_000L;

    private static final int MOST_DIGITS = 100;

    private static final JsonMapper MAPPER = JsonMapper.shared();

    /// Amounts keep all of their digits.
    private static final JsonMapper READER = JsonCodec.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private RecordJson() {}

    /// @throws InvalidMessageException where the bytes are no record
    public static BusinessRecord decode(byte[] bytes) {
        if (bytes.length > LARGEST) {
            throw new InvalidMessageException("record", "must not have more than " + LARGEST + " bytes");
        }
        return record(JsonCodec.read(READER, bytes, "record", JsonNode.class));
    }

    /// One, or a list of them.
    ///
    /// @throws InvalidMessageException where the bytes are no records
    public static List<BusinessRecord> decodeAll(byte[] bytes) {
        JsonNode tree = JsonCodec.read(READER, bytes, "record", JsonNode.class);
        if (!tree.isArray()) {
            return List.of(record(tree));
        }
        if (tree.size() > MOST) {
            throw new InvalidMessageException("record", "must not be more than " + MOST + " in one list");
        }
        List<BusinessRecord> records = new ArrayList<>();
        for (JsonNode each : tree) {
            try {
                records.add(record(each));
            } catch (InvalidMessageException e) {
                throw new InvalidMessageException("[" + records.size() + "]." + e.field(), e.problem());
            }
        }
        return records;
    }

    /// @throws InvalidMessageException where it is larger than one may be
    public static byte[] encode(BusinessRecord record) {
        byte[] bytes = MAPPER.writeValueAsBytes(tree(record));
        if (bytes.length > LARGEST) {
            throw new InvalidMessageException("record", "must not have more than " + LARGEST + " bytes");
        }
        return bytes;
    }

    private static ObjectNode tree(BusinessRecord record) {
        ObjectNode tree = MAPPER.createObjectNode();
        tree.put("type", record.type()).put("key", record.key());
        if (record.version() != 0) {
            tree.put("version", record.version());
        }
        put(tree, "time", record.time());
        put(tree, "event", record.event());
        tree.put("title", record.title());
        put(tree, "state", record.state());
        tree.put("tone", word(record.tone()));
        ObjectNode contact = tree.putObject("contact");
        record.contacts().forEach(known -> contact.withArray(known.kind()).add(known.value()));
        ObjectNode fields = tree.putObject("fields");
        record.fields().forEach(field -> put(fields, field));
        put(tree, "picture", record.picture());
        var steps = tree.putArray("steps");
        record.steps().forEach(step -> {
            ObjectNode each = steps.addObject().put("name", step.name());
            put(each, "note", step.note());
            put(each, "time", step.at());
            each.put("done", step.done());
        });
        ObjectNode buttons = tree.putObject("buttons");
        record.buttons().forEach(button -> put(buttons, button));
        tree.put("tell", word(record.tell()));
        ObjectNode metadata = tree.putObject("metadata");
        record.metadata().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(each -> metadata.put(each.getKey(), each.getValue()));
        return tree;
    }

    private static void put(ObjectNode fields, Field field) {
        if (field.kind() == Kind.TEXT) {
            fields.put(field.name(), field.value());
            return;
        }
        ObjectNode value = fields.putObject(field.name()).put(word(field.kind()), field.value());
        put(value, "currency", field.currency());
    }

    private static void put(ObjectNode buttons, Button button) {
        if (button.value().isEmpty()) {
            buttons.put(button.label(), button.url());
        } else {
            ObjectNode told = buttons.putObject(button.label()).put("value", button.value());
            if (button.agentsOnly()) {
                told.put("agentsOnly", true);
            }
        }
    }

    private static void put(ObjectNode tree, String name, String value) {
        if (!value.isEmpty()) {
            tree.put(name, value);
        }
    }

    private static void put(ObjectNode tree, String name, @Nullable Instant value) {
        if (value != null) {
            tree.put(name, value.toString());
        }
    }

    private static BusinessRecord record(JsonNode tree) {
        if (!tree.isObject()) {
            throw new InvalidMessageException("record", "must be an object");
        }
        String key = text(tree, "key");
        return new BusinessRecord(
                text(tree, "type"),
                key,
                whole(tree, "version"),
                time(tree, "time"),
                text(tree, "event"),
                text(tree, "title"),
                text(tree, "state"),
                constant(tree, "tone", BusinessRecord.Tone.values()),
                contacts(object(tree, "contact")),
                fields(object(tree, "fields")),
                text(tree, "picture"),
                steps(tree.path("steps")),
                buttons(object(tree, "buttons")),
                constant(tree, "tell", BusinessRecord.Tell.values()),
                metadata(tree));
    }

    private static List<KnownBy> contacts(JsonNode tree) {
        List<KnownBy> contacts = new ArrayList<>();
        tree.properties().forEach(each -> {
            String path = "contact." + each.getKey();
            JsonNode value = each.getValue();
            for (JsonNode one : value.isArray() ? value : List.of(value)) {
                String text = scalar(path, one);
                if (!text.isBlank()) {
                    KnownBy known = new KnownBy(each.getKey(), text);
                    if (!contacts.contains(known)) {
                        contacts.add(known);
                    }
                }
            }
        });
        return contacts;
    }

    private static List<Field> fields(JsonNode tree) {
        List<Field> fields = new ArrayList<>();
        tree.properties().forEach(each -> {
            String path = "fields." + each.getKey();
            Field field = each.getValue().isObject()
                    ? valued(path, each.getKey(), each.getValue())
                    : new Field(each.getKey(), Kind.TEXT, scalar(path, each.getValue()), "");
            if (!field.value().isEmpty()) {
                fields.add(field);
            }
        });
        return fields;
    }

    /// Of no value there is no field.
    private static Field valued(String path, String name, JsonNode value) {
        for (Kind kind : Kind.values()) {
            JsonNode own = value.path(word(kind));
            if (!own.isMissingNode() || isEmpty(value)) {
                String text = kind == Kind.TIME ? written(time(path, own)) : scalar(path + "." + word(kind), own);
                return text.isEmpty()
                        ? new Field(name, Kind.TEXT, "", "")
                        : new Field(name, kind, text, text(value, "currency", path));
            }
        }
        throw new InvalidMessageException(
                path,
                "must be a text or have one of "
                        + Arrays.stream(Kind.values()).map(RecordJson::word).collect(Collectors.joining(", ")));
    }

    /// What a mapping could not fill leaves no more than the currency.
    private static boolean isEmpty(JsonNode value) {
        return value.isEmpty() || (value.size() == 1 && value.has("currency"));
    }

    private static String written(@Nullable Instant time) {
        return time == null ? "" : time.toString();
    }

    private static List<Step> steps(JsonNode tree) {
        if (tree.isMissingNode() || tree.isNull()) {
            return List.of();
        }
        if (!tree.isArray()) {
            throw new InvalidMessageException("steps", "must be a list");
        }
        List<Step> steps = new ArrayList<>();
        for (JsonNode each : tree) {
            String path = "steps[" + steps.size() + "]";
            Instant at = time(path + ".time", each.path("time"));
            boolean done = each.has("done") ? each.path("done").asBoolean(false) : at != null;
            steps.add(new Step(text(each, "name", path), text(each, "note", path), at, done));
        }
        return steps;
    }

    private static List<Button> buttons(JsonNode tree) {
        List<Button> buttons = new ArrayList<>();
        tree.properties().forEach(each -> {
            String path = "buttons." + each.getKey();
            boolean told = each.getValue().isObject();
            String url = told ? "" : scalar(path, each.getValue());
            String value = told ? text(each.getValue(), "value", path) : "";
            if (!url.isEmpty() || !value.isEmpty()) {
                boolean agentsOnly = told && each.getValue().path("agentsOnly").asBoolean(false);
                buttons.add(new Button(each.getKey(), url, value, agentsOnly));
            }
        });
        return buttons;
    }

    private static Map<String, String> metadata(JsonNode tree) {
        Map<String, String> metadata = new LinkedHashMap<>();
        tree.properties().forEach(each -> {
            if (!KNOWN.contains(each.getKey())) {
                metadata.put(each.getKey(), kept(each.getValue()));
            }
        });
        object(tree, "metadata").properties().forEach(each -> metadata.put(each.getKey(), kept(each.getValue())));
        metadata.values().removeIf(String::isEmpty);
        return metadata;
    }

    private static String kept(JsonNode value) {
        return value.isContainer() ? value.toString() : scalar("metadata", value);
    }

    private static JsonNode object(JsonNode tree, String name) {
        JsonNode value = tree.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return MAPPER.createObjectNode();
        }
        if (!value.isObject()) {
            throw new InvalidMessageException(name, "must be an object");
        }
        return value;
    }

    private static String text(JsonNode tree, String name) {
        return scalar(name, tree.path(name));
    }

    private static String text(JsonNode tree, String name, String within) {
        return scalar(within + "." + name, tree.path(name));
    }

    private static String scalar(String path, JsonNode value) {
        if (value.isContainer()) {
            throw new InvalidMessageException(path, "must be one value");
        }
        return value.isNumber() ? digits(path, value) : value.asString("");
    }

    /// 1e999999999 in full would be a gigabyte.
    private static String digits(String path, JsonNode value) {
        BigDecimal number = value.decimalValue();
        if (Math.abs((long) number.scale()) + number.precision() > MOST_DIGITS) {
            throw new InvalidMessageException(path, "must be a number of less digits");
        }
        return number.toPlainString();
    }

    private static long whole(JsonNode tree, String name) {
        String text = text(tree, name).strip();
        try {
            return text.isEmpty() ? 0 : Long.parseLong(text);
        } catch (NumberFormatException _) {
            throw new InvalidMessageException(name, "must be a whole number");
        }
    }

    private static @Nullable Instant time(JsonNode tree, String name) {
        return time(name, tree.path(name));
    }

    /// In ISO-8601 with an offset, or in seconds or milliseconds since 1970.
    private static @Nullable Instant time(String path, JsonNode value) {
        String text = scalar(path, value).strip();
        try {
            if (text.isEmpty()) {
                return null;
            }
            if (text.matches("[0-9]{1,15}")) {
                long number = Long.parseLong(text);
                return number < MILLIS_FROM ? Instant.ofEpochSecond(number) : Instant.ofEpochMilli(number);
            }
            return OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MILLIS);
        } catch (DateTimeException _) {
            throw new InvalidMessageException(
                    path, "must be a time: ISO-8601 with an offset, or seconds or milliseconds since 1970");
        }
    }

    /// @param constants the first of which is meant where nothing is said
    private static <E extends Enum<E>> E constant(JsonNode tree, String name, E[] constants) {
        String word = text(tree, name);
        return word.isEmpty()
                ? constants[0]
                : Arrays.stream(constants)
                        .filter(each -> word(each).equals(word))
                        .findFirst()
                        .orElseThrow(() -> new InvalidMessageException(
                                name,
                                "must be one of "
                                        + Arrays.stream(constants)
                                                .map(RecordJson::word)
                                                .collect(Collectors.joining(", "))));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
