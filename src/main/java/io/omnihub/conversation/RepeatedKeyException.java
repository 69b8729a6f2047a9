package io.omnihub.conversation;

/// A batch taken as new holds a key that is known already, or may: it is rolled back and run again with its keys looked
/// up.
final class RepeatedKeyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RepeatedKeyException() {
        super("a key of the batch is known", null, false, false);
    }
}
