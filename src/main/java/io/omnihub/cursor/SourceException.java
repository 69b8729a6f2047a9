package io.omnihub.cursor;

/// A source gave no page; the sentence says why, without anything that stands in it.
final class SourceException extends Exception {

    private static final long serialVersionUID = 1L;

    SourceException(String sentence) {
        super(sentence);
    }

    SourceException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
