package io.omnihub.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import io.omnihub.message.Content;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Reads a content that says it is unsupported, and every content whose type this version doesn't know: then its type
/// is the kind and its JSON the raw form.
final class UnsupportedDeserializer extends StdDeserializer<Content.Unsupported> {

    static final String TYPE = "unsupported";

    private static final long serialVersionUID = 1L;

    /// The model's limit for texts; a longer unknown content keeps its kind only.
    private static final int LARGEST_UNKNOWN = 64 * 1024;

    UnsupportedDeserializer() {
        super(Content.Unsupported.class);
    }

    @Override
    public Content.Unsupported deserialize(JsonParser parser, DeserializationContext context) throws IOException {
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
        if (!value.isTextual()) {
            throw at(parser, field, "must be a string");
        }
        return value.textValue();
    }

    private static BadValueException at(JsonParser parser, String field, String problem) {
        BadValueException exception = new BadValueException(parser, problem);
        exception.prependPath(Content.Unsupported.class, field);
        return exception;
    }
}
