package io.omnihub.mapping;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;

/// How a foreign system writes its records.
interface Format {

    /// @param nodes makes the records
    /// @throws BadInputException where the bytes are none of this format, with the place
    List<Row> read(Input input, JsonNodeFactory nodes);

    /// The media type of what is kept of an input of which none was told.
    String contentType();
}
