package io.omnihub.wire;

import io.omnihub.message.Entry;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.InvalidMessageException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.type.LogicalType;

/// The model as JSON in UTF-8, in the form that [MessageModule] describes.
///
/// What can't be read throws [InvalidMessageException] with the path of the field, such as `body.parts[0].latitude`,
/// and never repeats its value: bytes that are no UTF-8 or no JSON, a property that comes twice, something after the
/// end, a text with the character NUL, NaN and infinity, a number as a string or the other way round, a missing field,
/// a broken rule of the model, an unknown `type` of a body or change.
public final class JsonCodec {

    private static final int LONGEST_DOCUMENT = 32 * 1024 * 1024;

    private static final StreamReadConstraints LIMITS = StreamReadConstraints.builder()
            .maxDocumentLength(LONGEST_DOCUMENT)
            .maxStringLength(LONGEST_DOCUMENT / 2)
            .maxNameLength(4096)
            .maxNumberLength(100)
            .maxNestingDepth(64)
            .build();

    private static final JsonMapper MAPPER = mapper();

    private JsonCodec() {}

    public static byte[] encode(InboundEvent event) {
        return write(event);
    }

    /// @throws InvalidMessageException where the bytes are no event of this version
    public static InboundEvent decodeEvent(byte[] bytes) {
        return read(bytes, "event", InboundEvent.class);
    }

    /// One event, or a list of them, by somebody who may leave out what is known of all.
    ///
    /// @param completed puts that in; gets each event before it is read
    /// @throws InvalidMessageException where the bytes are no events of this version
    public static List<InboundEvent> decodeEvents(byte[] bytes, Consumer<ObjectNode> completed) {
        JsonNode tree = read(bytes, "event", JsonNode.class);
        if (!tree.isArray()) {
            return List.of(event(tree, completed));
        }
        List<InboundEvent> events = new ArrayList<>();
        for (JsonNode each : tree) {
            try {
                events.add(event(each, completed));
            } catch (InvalidMessageException e) {
                throw new InvalidMessageException("[" + events.size() + "]." + e.field(), e.problem());
            }
        }
        return events;
    }

    private static InboundEvent event(JsonNode tree, Consumer<ObjectNode> completed) {
        if (!(tree instanceof ObjectNode object)) {
            throw new InvalidMessageException("event", "must be an object");
        }
        completed.accept(object);
        try {
            return MAPPER.treeToValue(object, InboundEvent.class);
        } catch (JacksonException e) {
            throw JsonProblems.translate(e, "event");
        }
    }

    public static byte[] encode(Entry entry) {
        return write(entry);
    }

    /// @throws InvalidMessageException where the bytes are no entry of this version
    public static Entry decodeEntry(byte[] bytes) {
        return read(bytes, "entry", Entry.class);
    }

    /// What Jackson found wrong, in the model's own words: for those who let Spring read their JSON.
    public static InvalidMessageException problem(JacksonException e) {
        return JsonProblems.translate(e, "body");
    }

    static JsonMapper mapper() {
        return builder().build();
    }

    /// For mappers of the model's form, which refuse whatever two readers could read differently.
    static JsonMapper.Builder builder() {
        JsonFactory limited = JsonFactory.builderWithJackson2Defaults()
                .streamReadConstraints(LIMITS)
                .build();
        // The order of properties and much else is as in what is stored already.
        JsonMapper.Builder mapper = JsonMapper.builder(limited)
                .configureForJackson2()
                .addModule(new MessageModule())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
        refuse(mapper, LogicalType.Textual, CoercionInputShape.Integer, CoercionInputShape.Float);
        refuse(mapper, LogicalType.Textual, CoercionInputShape.Boolean);
        refuse(mapper, LogicalType.Integer, CoercionInputShape.String, CoercionInputShape.EmptyString);
        refuse(mapper, LogicalType.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean);
        refuse(mapper, LogicalType.Float, CoercionInputShape.String, CoercionInputShape.EmptyString);
        refuse(mapper, LogicalType.Boolean, CoercionInputShape.String, CoercionInputShape.EmptyString);
        refuse(mapper, LogicalType.Boolean, CoercionInputShape.Integer, CoercionInputShape.Float);
        return mapper;
    }

    private static void refuse(JsonMapper.Builder mapper, LogicalType type, CoercionInputShape... shapes) {
        mapper.withCoercionConfig(type, config -> {
            for (CoercionInputShape shape : shapes) {
                config.setCoercion(shape, CoercionAction.Fail);
            }
        });
    }

    static byte[] write(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JacksonException e) {
            throw new IllegalStateException("The model can always be written", e);
        }
    }

    static <T> T read(byte[] bytes, String root, Class<T> type) {
        return read(MAPPER, bytes, root, type);
    }

    /// @param mapper of the model's form
    static <T> T read(JsonMapper mapper, byte[] bytes, String root, Class<T> type) {
        if (bytes.length > LONGEST_DOCUMENT) {
            throw new InvalidMessageException(root, "must not be longer than " + LONGEST_DOCUMENT + " bytes");
        }
        try {
            @Nullable T value = mapper.readValue(text(bytes), type);
            if (value == null) {
                throw Fields.missing(root);
            }
            return value;
        } catch (CharacterCodingException _) {
            throw JsonProblems.malformed(root);
        } catch (JacksonException e) {
            throw JsonProblems.translate(e, root);
        }
    }

    static JsonNode tree(byte[] bytes) throws JacksonException {
        return MAPPER.readTree(new String(bytes, StandardCharsets.UTF_8));
    }

    /// Jackson would take UTF-16 and overlong UTF-8 too.
    private static String text(byte[] bytes) throws CharacterCodingException {
        String text = new String(bytes, StandardCharsets.UTF_8);
        // Stands for what can't be read, or was sent as it is: the decoder, which takes long, tells.
        return text.indexOf('\uFFFD') < 0
                ? text
                : StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
    }
}
