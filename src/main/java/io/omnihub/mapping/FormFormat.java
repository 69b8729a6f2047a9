package io.omnihub.mapping;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.omnihub.channel.MalformedMessageException;
import io.omnihub.channel.fields.FormFields;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// The fields of a form of the web; of several of one name a list is made.
record FormFormat(TextOf text) implements Format {

    @Override
    public List<Row> read(Input input, JsonNodeFactory nodes) {
        Charset charset = Objects.requireNonNullElse(text.stated(input), StandardCharsets.UTF_8);
        ObjectNode record = nodes.objectNode();
        try {
            FormFields.read(input.bytes(), bytes -> Charsets.decode(bytes, charset))
                    .forEach((name, values) ->
                            values.forEach(value -> Records.put(record, name, nodes.textNode(value))));
        } catch (MalformedMessageException | IllegalArgumentException e) {
            throw new BadInputException("is no form: " + e.getMessage(), "");
        }
        return List.of(new Row("", record));
    }

    @Override
    public String contentType() {
        return "application/x-www-form-urlencoded";
    }
}
