package io.omnihub.mapping;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.List;

/// JSON. Numbers keep all their digits.
///
/// @param text how bytes become characters
record JsonFormat(TextOf text) implements Format {

    private static final int DEEPEST = 100;

    private static final ObjectReader READER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxNumberLength(100)
                            .maxTokenCount(1_000_000)
                            .build())
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build()
            .readerFor(JsonNode.class);

    @Override
    public List<Row> read(Input input, JsonNodeFactory nodes) {
        try {
            ObjectReader reader = READER.with(nodes);
            JsonNode tree = text.isStated(input) ? reader.readTree(text.of(input)) : reader.readTree(input.bytes());
            if (tree == null || tree.isMissingNode()) {
                throw new BadInputException("is empty", "");
            }
            return List.of(new Row("", tree));
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            throw new BadInputException(
                    "is no JSON"
                            + (e.getOriginalMessage().startsWith("Duplicate field")
                                    ? ": a field stands there twice"
                                    : ""),
                    at == null ? "" : "line " + at.getLineNr() + ", column " + at.getColumnNr());
        } catch (IOException e) {
            throw new BadInputException("is no JSON", "");
        }
    }

    @Override
    public String contentType() {
        return "application/json";
    }
}
