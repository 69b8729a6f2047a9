package io.omnihub.buffer;

/// Where dead letters go when the database is there.
public interface DeadLetterSink {

    /// Returns once the letter is stored for good; the same letter may come again. Where it throws, the letter stays in
    /// the buffer and comes again later.
    void store(RawDeadLetter letter);
}
