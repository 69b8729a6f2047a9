package io.omnihub.channel.fields;

import io.omnihub.channel.MalformedMessageException;
import java.io.StringReader;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Reads a message in XML, without document types and entities; numbers stay text. What is no well-formed XML, as where
/// customers' words end a CDATA section, is read leniently.
public final class XmlFields {

    private static final XMLInputFactory FACTORY = factory();

    private XmlFields() {}

    /// @param envelope names of the fields that say who, when and what: they come before all that customers write, and
    ///                 two of them that differ are refused
    /// @param repeats  whether such a message may have a field twice; if not, a customer's words made the
    ///                 second one
    /// @return texts by path: `ScanCodeInfo.ScanResult`, and for the second of a name `PicList.item[2].PicMd5Sum`
    /// @throws MalformedMessageException where nothing makes sense of it, or it has too many fields or levels
    public static Map<String, String> read(String xml, Set<String> envelope, Predicate<Map<String, String>> repeats) {
        String legal = LegalText.of(xml);
        try {
            FlatFields fields = strictly(legal);
            if (!fields.repeats() || repeats.test(fields.unchecked())) {
                return fields.all(envelope);
            }
        } catch (XMLStreamException _) {
            // Read below; the parser's own message would repeat parts of the text.
        }
        return LooseXml.read(legal, envelope).all(envelope);
    }

    private static FlatFields strictly(String xml) throws XMLStreamException {
        XMLStreamReader reader = FACTORY.createXMLStreamReader(new StringReader(xml));
        FlatFields fields = new FlatFields();
        while (reader.next() != XMLStreamConstants.START_ELEMENT) {
            noDocumentType(reader);
        }
        element(reader, "", fields, 0);
        while (reader.hasNext()) {
            reader.next();
        }
        return fields;
    }

    private static void element(XMLStreamReader reader, String path, FlatFields fields, int depth)
            throws XMLStreamException {
        StringBuilder text = new StringBuilder();
        boolean leaf = true;
        for (int event = reader.next(); event != XMLStreamConstants.END_ELEMENT; event = reader.next()) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                leaf = false;
                element(reader, fields.path(path, reader.getLocalName(), depth + 1), fields, depth + 1);
            } else if (reader.hasText() && event != XMLStreamConstants.COMMENT) {
                text.append(reader.getText());
            }
        }
        if (leaf && !path.isEmpty()) {
            fields.put(path, text.toString());
        }
    }

    private static void noDocumentType(XMLStreamReader reader) {
        if (reader.getEventType() == XMLStreamConstants.DTD) {
            throw new MalformedMessageException("the message has a document type, which none may have", null);
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setXMLResolver((_, _, _, _) -> {
            throw new XMLStreamException("nothing is fetched");
        });
        return factory;
    }
}
