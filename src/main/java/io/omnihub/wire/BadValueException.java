package io.omnihub.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonMappingException;

/// A value in JSON that is refused, with a problem that does not repeat it.
final class BadValueException extends JsonMappingException {

    private static final long serialVersionUID = 1L;

    BadValueException(JsonParser parser, String problem) {
        super(parser, problem);
    }
}
