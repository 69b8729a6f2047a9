package io.omnihub.mapping;

import java.io.InputStream;

/// A format whose rows can be taken each by itself.
interface RowFormat extends Format {

    /// @param most  rows of a piece
    /// @param first the line of its first row in the whole of which it is a piece; 0 where it is the whole
    /// @throws BadInputException where it can't be cut, or its heading is none that the mapping can use
    RowPieces pieces(InputStream input, int most, long first, Arrival arrival, Limits limits);
}
