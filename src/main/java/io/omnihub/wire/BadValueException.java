package io.omnihub.wire;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.DatabindException;

/// A value in JSON that is refused, with a problem that does not repeat it.
final class BadValueException extends DatabindException {

    private static final long serialVersionUID = 1L;

    BadValueException(JsonParser parser, String problem) {
        super(parser, problem);
    }
}
