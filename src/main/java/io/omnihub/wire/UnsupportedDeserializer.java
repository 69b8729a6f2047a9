package io.omnihub.wire;

import io.omnihub.message.Content;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.deser.std.StdDeserializer;

/// Reads a content that says it is unsupported, and every content whose type this version doesn't know: then its type
/// is the kind and its JSON the raw form.
final class UnsupportedDeserializer extends StdDeserializer<Content.Unsupported> {

    static final String TYPE = "unsupported";

    /// The model's limit for texts; a longer unknown content keeps its kind only.
    private static final int LARGEST_UNKNOWN = 64 * 1024;

    UnsupportedDeserializer() {
        super(Content.Unsupported.class);
    }

    @Override
    public Content.Unsupported deserialize(JsonParser parser, DeserializationContext context) {
        JsonNode content = context.readTree(parser);
        if (!content.isObject()) {
            throw new BadValueException(parser, "must be an object");
        }
        String type = text(parser, content, "type");
        if (type.isEmpty()) {
            throw at(parser, "type", "must be given");
        }
        if (type.equals(TYPE)) {
            return new Content.Unsupported(text(parser, content, "kind"), text(parser, content, "raw"));
        }
        String raw = content.toString();
        boolean tooLarge = raw.getBytes(StandardCharsets.UTF_8).length > LARGEST_UNKNOWN;
        return new Content.Unsupported(type, tooLarge ? "" : raw);
    }

    private static String text(JsonParser parser, JsonNode content, String field) throws BadValueException {
        JsonNode value = content.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        if (!value.isString()) {
            throw at(parser, field, "must be a string");
        }
        return value.stringValue();
    }

    private static BadValueException at(JsonParser parser, String field, String problem) {
        BadValueException exception = new BadValueException(parser, problem);
        exception.prependPath(Content.Unsupported.class, field);
        return exception;
    }
}
