package io.omnihub.mapping;

import java.io.Closeable;
import java.util.Iterator;

/// An input of rows in pieces, of which each is an input by itself.
interface RowPieces extends Iterator<RowPieces.Part>, Closeable {

    /// How much there is to be read, as [Part#read] counts it; 0 where the length of the file tells it.
    long length();

    /// What a piece is; empty where it is what the whole is.
    String contentType();

    /// @param line  that of its first row, in the whole input
    /// @param place the same for people
    /// @param read  how much of the input it is
    @SuppressWarnings("ArrayRecordComponent")
    record Part(byte[] bytes, long line, String place, int rows, long read) {}
}
