package io.omnihub.record;

import org.jspecify.annotations.Nullable;

/// A look-up gave no answer; its message says why to people.
public final class LookupFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Why why;

    public LookupFailedException(Why why, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.why = why;
    }

    /// Why there is no answer, for programs.
    public Why why() {
        return why;
    }

    /// The kinds of failures.
    public enum Why {
        /// As many ask as may at once.
        BUSY("busy"),
        /// The look-up's time limit has passed.
        TIMEOUT("timeout"),
        /// The system answered with an error of HTTP.
        REFUSED("refused"),
        /// Anything else: the system can't be reached, its answer can't be read, the route has a fault.
        FAILED("failed");

        private final String code;

        Why(String code) {
            this.code = code;
        }

        /// As the API says it.
        public String code() {
            return code;
        }
    }
}
