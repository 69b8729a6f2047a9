package io.omnihub.channel.fields;

import io.omnihub.channel.MalformedMessageException;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/// Reads a message in JSON. Numbers stay text, since ids may be larger than any number of ours.
public final class JsonFields {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(20).build())
            .build();

    private JsonFields() {}

    /// @param envelope names of the fields that say who, when and what; two of them that differ are refused
    /// @return texts by path: `event.message.message_id`, and for the second of a list `mentions.item[2].key`
    /// @throws MalformedMessageException where it is no JSON object, or has too many fields or levels
    public static Map<String, String> read(String json, Set<String> envelope) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
            FlatFields fields = new FlatFields();
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedMessageException("the message is no JSON object", null);
            }
            object(parser, "", fields, 0);
            if (parser.nextToken() != null) {
                throw new MalformedMessageException("the message goes on after its end", null);
            }
            return fields.all(envelope);
        } catch (JacksonException _) {
            // The parser's own message repeats parts of the text.
            throw new MalformedMessageException("the message is no well-formed JSON", null);
        }
    }

    private static void object(JsonParser parser, String path, FlatFields fields, int depth) {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            value(parser, path, name, fields, depth + 1);
        }
    }

    private static void value(JsonParser parser, String parent, String name, FlatFields fields, int depth) {
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            // A list is told like elements of one name that follow each other in XML.
            String within = fields.path(parent, name, depth);
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                value(parser, within, "item", fields, depth + 1);
            }
            return;
        }
        String path = fields.path(parent, name, depth);
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            object(parser, path, fields, depth);
        } else if (parser.currentToken() != JsonToken.VALUE_NULL) {
            fields.put(path, LegalText.of(parser.getString()));
        }
    }
}
