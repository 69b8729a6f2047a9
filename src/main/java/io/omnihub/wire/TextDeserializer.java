package io.omnihub.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import java.io.IOException;

/// Reads a text, and refuses what not every database can keep.
final class TextDeserializer extends StringDeserializer {

    private static final long serialVersionUID = 1L;

    @Override
    public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        String text = super.deserialize(parser, context);
        String problem = Texts.problem(text);
        if (!problem.isEmpty()) {
            throw new BadValueException(parser, problem);
        }
        return text;
    }
}
