package io.omnihub.channel;

import java.io.IOException;

/// The virus scanner found something in a file, which is not stored.
public final class InfectedFileException extends IOException {

    private static final long serialVersionUID = 1L;

    /// @param virus as the scanner calls it
    public InfectedFileException(String virus) {
        super("the virus scanner found " + virus);
    }
}
