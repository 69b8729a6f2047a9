package io.omnihub.gateway;

/// Why the hub closes a connection: see docs/websocket.md.
enum CloseCode {
    WRONG_KIND(1003),
    TOO_LARGE(1009),
    RESTART(1012),
    TOO_SLOW(1013),
    BAD_FRAME(4400),
    UNAUTHORISED(4401),
    FORBIDDEN(4403),
    TOO_LATE(4408),
    TOO_MANY(4429);

    private final int status;

    CloseCode(int status) {
        this.status = status;
    }

    int status() {
        return status;
    }
}
