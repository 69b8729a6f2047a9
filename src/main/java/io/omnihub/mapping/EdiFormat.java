package io.omnihub.mapping;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.xlate.edi.stream.EDIInputFactory;
import io.xlate.edi.stream.EDIStreamEvent;
import io.xlate.edi.stream.EDIStreamException;
import io.xlate.edi.stream.EDIStreamReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// EDIFACT or X12: each message of an interchange is a record, with its segments by their names, their elements as
/// `e1`, `e2` …, and the components of those as `c1` …; a segment several times is a list. All of them in order are its
/// `segments`, each with its `tag`; the envelope's are its `interchange`.
record EdiFormat(boolean isEdifact, TextOf text) implements Format {

    private static final int LOOKED_AT = 200;
    private static final int MOST = 100_000;
    private static final Pattern SYNTAX = Pattern.compile("UNB.(UNO[A-Z])");

    /// What the syntaxes of EDIFACT say, beside those that are ASCII.
    private static final Map<String, String> CHARSETS =
            Map.of("UNOC", "ISO-8859-1", "UNOD", "ISO-8859-2", "UNOE", "ISO-8859-5", "UNOF", "ISO-8859-7");

    @Override
    public List<Row> read(Input input, JsonNodeFactory nodes) {
        String all = characters(input);
        if (!all.stripLeading().startsWith(isEdifact ? "UN" : "ISA")) {
            throw new BadInputException(isEdifact ? "is no EDIFACT" : "is no X12", "");
        }
        EDIInputFactory factory = EDIInputFactory.newFactory();
        factory.setProperty(EDIInputFactory.EDI_VALIDATE_CONTROL_CODE_VALUES, false);
        byte[] bytes = all.strip().getBytes(StandardCharsets.UTF_8);
        try (EDIStreamReader edi = factory.createEDIStreamReader(new ByteArrayInputStream(bytes), "UTF-8")) {
            try {
                return new Messages(edi, nodes, input.most()).read();
            } catch (EDIStreamException | IllegalStateException e) {
                throw new BadInputException(isEdifact ? "is no EDIFACT" : "is no X12", place(edi));
            }
        } catch (IOException | EDIStreamException e) {
            throw new BadInputException(isEdifact ? "is no EDIFACT" : "is no X12", "");
        }
    }

    private String characters(Input input) {
        if (text.isStated(input)) {
            return text.of(input);
        }
        byte[] bytes = input.bytes();
        Matcher syntax =
                SYNTAX.matcher(new String(bytes, 0, Math.min(bytes.length, LOOKED_AT), StandardCharsets.ISO_8859_1));
        String named = syntax.find() ? CHARSETS.getOrDefault(syntax.group(1), "UTF-8") : "UTF-8";
        try {
            return Charsets.decode(bytes, Charset.forName(named));
        } catch (IllegalArgumentException e) {
            throw new BadInputException(e.getMessage() == null ? "can't be read" : e.getMessage(), "");
        }
    }

    private static String place(EDIStreamReader edi) {
        return "segment " + edi.getLocation().getSegmentPosition();
    }

    @Override
    public String contentType() {
        return isEdifact ? "application/EDIFACT" : "application/EDI-X12";
    }

    /// Reads one interchange.
    private static final class Messages {

        private final EDIStreamReader edi;
        private final JsonNodeFactory nodes;
        private final int most;
        private final List<Row> rows = new ArrayList<>();
        private ObjectNode interchange;
        private ObjectNode message;
        private ObjectNode segment;
        private ObjectNode composite;
        private boolean within;
        private boolean composed;
        private int count;

        Messages(EDIStreamReader edi, JsonNodeFactory nodes, int most) {
            this.edi = edi;
            this.nodes = nodes;
            this.most = most;
            this.interchange = nodes.objectNode();
            this.message = nodes.objectNode();
            this.segment = nodes.objectNode();
            this.composite = nodes.objectNode();
        }

        List<Row> read() throws EDIStreamException {
            while (edi.hasNext()) {
                EDIStreamEvent event = edi.next();
                if (event.isError()) {
                    throw new BadInputException(
                            "breaks its envelope's rules: " + edi.getErrorType() + " at " + edi.getReferenceCode(),
                            place(edi));
                }
                take(event);
            }
            if (rows.isEmpty()) {
                throw new BadInputException("holds no message", "");
            }
            return rows;
        }

        private void take(EDIStreamEvent event) {
            switch (event) {
                case START_INTERCHANGE -> interchange = nodes.objectNode();
                case START_TRANSACTION -> {
                    message = nodes.objectNode();
                    message.set("interchange", interchange);
                    message.putArray("segments");
                    within = true;
                }
                case END_TRANSACTION -> {
                    within = false;
                    if (rows.size() >= most) {
                        throw new BadInputException("holds more than " + most + " records", "");
                    }
                    rows.add(new Row("message " + (rows.size() + 1), message));
                }
                case START_SEGMENT -> begin(edi.getText());
                case START_COMPOSITE -> {
                    composite = nodes.objectNode();
                    composed = true;
                    Records.put(segment, "e" + edi.getLocation().getElementPosition(), composite);
                }
                case END_COMPOSITE -> composed = false;
                case ELEMENT_DATA -> element(edi.getText());
                default -> {}
            }
        }

        private void begin(String tag) {
            if (++count > MOST) {
                throw new BadInputException("has more than " + MOST + " segments", place(edi));
            }
            segment = nodes.objectNode();
            Records.put(within ? message : interchange, tag, segment);
            if (within) {
                ObjectNode ordered = segment;
                message.withArray("segments")
                        .add(nodes.objectNode().put("tag", tag).set("is", ordered));
            }
        }

        private void element(String value) {
            if (value.isEmpty()) {
                return;
            }
            if (composed) {
                composite.put("c" + edi.getLocation().getComponentPosition(), value);
            } else {
                Records.put(segment, "e" + edi.getLocation().getElementPosition(), nodes.textNode(value));
            }
        }
    }
}
