package io.omnihub.wire;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.jdk.StringDeserializer;

/// Reads a text, and refuses what not every database can keep.
final class TextDeserializer extends StringDeserializer {

    @Override
    public String deserialize(JsonParser parser, DeserializationContext context) {
        String text = super.deserialize(parser, context);
        String problem = Texts.problem(text);
        if (!problem.isEmpty()) {
            throw new BadValueException(parser, problem);
        }
        return text;
    }
}
