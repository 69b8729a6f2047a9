package io.omnihub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// XML as a tree: elements by their names without prefixes, attributes with an `@` before theirs, the text beside them
/// as `#text`, an element several times as a list. What declares a document's type is refused, and entities with it.
record XmlFormat(TextOf text) implements Format {

    private static final int DEEPEST = 64;
    private static final int MOST = 200_000;
    private static final int LOOKED_AT = 200;
    private static final Pattern ENCODING =
            Pattern.compile("^\\s*<\\?xml[^>]*?encoding\\s*=\\s*[\"']([A-Za-z0-9._-]+)[\"']");

    @Override
    public List<Row> read(Input input, JsonNodeFactory nodes) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setXMLResolver((_, _, _, _) -> {
            throw new XMLStreamException("nothing is read from elsewhere");
        });
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(new StringReader(characters(input)));
            try {
                return List.of(new Row("", new Tree(xml, nodes).document()));
            } catch (XMLStreamException e) {
                throw new BadInputException("is no XML", place(xml));
            } finally {
                xml.close();
            }
        } catch (XMLStreamException e) {
            throw new BadInputException("is no XML", "");
        }
    }

    private static String place(XMLStreamReader xml) {
        return "line " + xml.getLocation().getLineNumber() + ", column "
                + xml.getLocation().getColumnNumber();
    }

    /// As stated, else as the document itself says.
    private String characters(Input input) {
        if (text.isStated(input)) {
            return text.of(input);
        }
        byte[] bytes = input.bytes();
        String head = new String(bytes, 0, Math.min(bytes.length, LOOKED_AT), StandardCharsets.ISO_8859_1);
        Matcher matcher = ENCODING.matcher(head);
        try {
            Charset charset = matcher.find() ? Charsets.named(matcher.group(1)) : StandardCharsets.UTF_8;
            return Charsets.decode(bytes, charset);
        } catch (IllegalArgumentException e) {
            throw new BadInputException(e.getMessage() == null ? "can't be read" : e.getMessage(), "");
        }
    }

    @Override
    public String contentType() {
        return "application/xml";
    }

    /// Reads one document.
    private static final class Tree {

        private final XMLStreamReader xml;
        private final JsonNodeFactory nodes;
        private int count;

        Tree(XMLStreamReader xml, JsonNodeFactory nodes) {
            this.xml = xml;
            this.nodes = nodes;
        }

        ObjectNode document() throws XMLStreamException {
            ObjectNode document = nodes.objectNode();
            while (xml.hasNext()) {
                switch (xml.next()) {
                    case XMLStreamConstants.DTD ->
                        throw new BadInputException("declares a document type, which is not read", place(xml));
                    case XMLStreamConstants.START_ELEMENT -> {
                        String name = xml.getLocalName();
                        document.set(name, element(1));
                    }
                    default -> {}
                }
            }
            return document;
        }

        private JsonNode element(int depth) throws XMLStreamException {
            if (depth > DEEPEST) {
                throw new BadInputException("is nested more than " + DEEPEST + " deep", place(xml));
            }
            if (++count > MOST) {
                throw new BadInputException("has more than " + MOST + " elements", place(xml));
            }
            ObjectNode element = nodes.objectNode();
            for (int i = 0; i < xml.getAttributeCount(); i++) {
                element.put("@" + xml.getAttributeLocalName(i), xml.getAttributeValue(i));
            }
            StringBuilder text = new StringBuilder();
            while (xml.next() != XMLStreamConstants.END_ELEMENT) {
                switch (xml.getEventType()) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        String name = xml.getLocalName();
                        Records.put(element, name, element(depth + 1));
                    }
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                        text.append(xml.getText());
                    case XMLStreamConstants.ENTITY_REFERENCE ->
                        throw new BadInputException("has an entity of its own, which is not read", place(xml));
                    default -> {}
                }
            }
            String said = text.toString().strip();
            if (element.isEmpty()) {
                return nodes.textNode(said);
            }
            if (!said.isEmpty()) {
                element.put("#text", said);
            }
            return element;
        }
    }
}
