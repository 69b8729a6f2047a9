package io.omnihub.cursor;

/// A source gave no page; the sentence says why, without anything that stands in it.
final class SourceException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String sentence;

    SourceException(String sentence) {
        super(sentence);
        this.sentence = sentence;
    }

    SourceException(String sentence, Throwable cause) {
        super(sentence, cause);
        this.sentence = sentence;
    }

    String sentence() {
        return sentence;
    }
}
