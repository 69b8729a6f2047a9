package io.omnihub.channel;

import io.omnihub.loop.Outage;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The virus scanner has not said whether a file is clean, which is therefore not stored; later it may say so.
public final class ScannerUnavailableException extends IOException implements Outage {

    private static final long serialVersionUID = 1L;

    public ScannerUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
