package io.omnihub.channel.http;

import java.util.function.Supplier;

/// The platform refused an access token. Another one may help, which is tried once.
public final class RefusedTokenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Supplier<RuntimeException> failure;

    /// @param failure what becomes of the call where another token was refused too
    public RefusedTokenException(Supplier<RuntimeException> failure) {
        super("the access token was refused");
        this.failure = failure;
    }

    RuntimeException failure() {
        return failure.get();
    }
}
