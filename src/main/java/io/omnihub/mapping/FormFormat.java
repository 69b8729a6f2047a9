package io.omnihub.mapping;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The fields of a form of the web; of several of one name a list is made.
record FormFormat(TextOf text) implements Format {

    private static final int MOST = 1_000;

    @Override
    public List<Row> read(Input input, JsonNodeFactory nodes) {
        Charset charset = text.stated(input);
        String form = new String(input.bytes(), StandardCharsets.ISO_8859_1).strip();
        ObjectNode record = nodes.objectNode();
        int count = 0;
        for (String field : form.isEmpty() ? new String[0] : form.split("&", -1)) {
            if (++count > MOST) {
                throw new BadInputException("has more than " + MOST + " fields", "");
            }
            int end = field.indexOf('=');
            try {
                String name = decoded(end < 0 ? field : field.substring(0, end), charset);
                String value = end < 0 ? "" : decoded(field.substring(end + 1), charset);
                Records.put(record, name, nodes.textNode(value));
            } catch (IllegalArgumentException _) {
                throw new BadInputException("is no form", "field " + count);
            }
        }
        return List.of(new Row("", record));
    }

    private static String decoded(String text, @Nullable Charset charset) {
        byte[] bytes = URLDecoder.decode(text, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.ISO_8859_1);
        return Charsets.decode(bytes, charset == null ? StandardCharsets.UTF_8 : charset);
    }

    @Override
    public String contentType() {
        return "application/x-www-form-urlencoded";
    }
}
