package io.omnihub.channel;

import io.omnihub.loop.Outage;
import java.io.IOException;

/// The blob store can't be written or read just now, such as on a full disk. The bytes that were to be stored are not.
public final class BlobsUnavailableException extends IOException implements Outage {

    private static final long serialVersionUID = 1L;

    public BlobsUnavailableException(IOException cause) {
        super("files can't be stored or read now: " + cause, cause);
    }
}
