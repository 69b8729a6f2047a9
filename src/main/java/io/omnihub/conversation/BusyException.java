package io.omnihub.conversation;

import io.omnihub.loop.Outage;

/// The hub can't store anything just now; the sender keeps what it has and sends it again.
public final class BusyException extends RuntimeException implements Outage {

    private static final long serialVersionUID = 1L;

    public BusyException(String message) {
        super(message);
    }
}
