package io.omnihub.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/// How a platform wants to be told.
///
/// @param kind    `json`, `form`, `xml` or `text`
/// @param charset of the bytes
record Writer(String kind, Charset charset) {

    static final String JSON = "json";
    private static final String FORM = "form";
    private static final String XML = "xml";
    private static final String TEXT = "text";

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .disable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    static Writer compile(@Nullable Yaml kind, @Nullable Yaml charset) {
        Charset known = StandardCharsets.UTF_8;
        if (charset != null) {
            try {
                known = Charset.forName(charset.text());
            } catch (IllegalArgumentException _) {
                charset.wrong("is no charset that is known here");
            }
        }
        return new Writer(Yaml.choice(kind, JSON, FORM, XML, TEXT), known);
    }

    String contentType() {
        String type = switch (kind) {
            case FORM -> "application/x-www-form-urlencoded";
            case XML -> "application/xml";
            case TEXT -> "text/plain";
            default -> "application/json";
        };
        return kind.equals(JSON) && charset.equals(StandardCharsets.UTF_8) ? type : type + ";charset=" + charset.name();
    }

    /// @throws BadValueException where it can't be said so
    byte[] write(Spot spot, JsonNode node) {
        String text = switch (kind) {
            case FORM -> form(spot, node);
            case XML -> xml(spot, node);
            case TEXT -> text(spot, node);
            default -> json(node);
        };
        try {
            ByteBuffer bytes = charset.newEncoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .encode(CharBuffer.wrap(text));
            byte[] written = new byte[bytes.remaining()];
            bytes.get(written);
            return written;
        } catch (CharacterCodingException _) {
            throw new BadValueException(spot, "has a character that " + charset + " has not", "");
        }
    }

    private static String json(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree can always be written", e);
        }
    }

    private static String text(Spot spot, JsonNode node) {
        try {
            return Nodes.text(node);
        } catch (IllegalArgumentException _) {
            throw new BadValueException(spot, "must be one text", "");
        }
    }

    /// The fields of a form. What is no single value stands in one as JSON, as platforms have it.
    static Map<String, String> fields(Spot spot, JsonNode node) {
        if (!node.isObject()) {
            throw new BadValueException(spot, "must be a map for a form", "");
        }
        Map<String, String> fields = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            JsonNode value = field.getValue();
            fields.put(field.getKey(), value.isContainerNode() ? json(value) : Nodes.text(value));
        }
        return fields;
    }

    private String form(Spot spot, JsonNode node) {
        StringJoiner form = new StringJoiner("&");
        fields(spot, node)
                .forEach((name, value) ->
                        form.add(URLEncoder.encode(name, charset) + "=" + URLEncoder.encode(value, charset)));
        return form.toString();
    }

    private String xml(Spot spot, JsonNode node) {
        if (!node.isObject() || node.size() != 1) {
            throw new BadValueException(spot, "must be a map with one key for XML: the document's element", "");
        }
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            xml.writeStartDocument(charset.name(), "1.0");
            Map.Entry<String, JsonNode> root = node.properties().iterator().next();
            element(xml, root.getKey(), root.getValue());
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new BadValueException(spot, "can't be written as XML", "");
        }
        return text.toString();
    }

    /// A list is its element several times; keys with `@` are attributes, `#text` is the text beside them.
    private static void element(XMLStreamWriter xml, String name, JsonNode node) throws XMLStreamException {
        if (node.isArray()) {
            for (JsonNode item : node) {
                element(xml, name, item);
            }
            return;
        }
        xml.writeStartElement(name);
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> inner : node.properties()) {
                if (inner.getKey().startsWith("@")) {
                    xml.writeAttribute(inner.getKey().substring(1), Nodes.text(inner.getValue()));
                }
            }
            for (Map.Entry<String, JsonNode> inner : node.properties()) {
                if (inner.getKey().equals("#text")) {
                    xml.writeCharacters(Nodes.text(inner.getValue()));
                } else if (!inner.getKey().startsWith("@")) {
                    element(xml, inner.getKey(), inner.getValue());
                }
            }
        } else {
            xml.writeCharacters(Nodes.text(node));
        }
        xml.writeEndElement();
    }
}
