package io.omnihub.webhook;

import io.omnihub.web.Params;
import java.util.Arrays;
import java.util.Optional;

/// Why no answer came to an attempt: a code for programs, and words that tell nothing of our own networks.
enum NoAnswer {
    CLOSED("it leads to no address that may be called: docs/webhooks.md"),
    NO_ADDRESS("its host has no address"),
    UNREACHABLE("it can't be reached"),
    TIMEOUT("it did not answer in time"),
    TLS("its certificate or TLS is not in order"),
    BROKEN("the connection broke"),
    NO_CALL("it can't be called"),
    NO_SECRET("the webhook's secret can't be read: give it another one");

    private final String sentence;

    NoAnswer(String sentence) {
        this.sentence = sentence;
    }

    /// Such as `no-address`; never to be changed.
    String code() {
        return Params.name(this);
    }

    String sentence() {
        return sentence;
    }

    /// @return empty for one that this version does not know
    static Optional<NoAnswer> of(String code) {
        return Arrays.stream(values()).filter(each -> each.code().equals(code)).findFirst();
    }
}
