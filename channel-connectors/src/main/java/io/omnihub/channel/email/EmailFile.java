package io.omnihub.channel.email;

import io.omnihub.channel.Blobs;
import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.channel.ChannelUnavailableException;
import jakarta.activation.DataSource;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A file of an answer, whose bytes are read while it is sent. They come to their end only where they are what was
/// stored: else the mail breaks off before its own.
record EmailFile(EmailReply.File file, Blobs blobs) implements DataSource {

    /// Before anything is said to the mail server.
    ///
    /// @throws ChannelRejectedException    where it will never be there
    /// @throws ChannelUnavailableException where it can't be read now
    void check() {
        try {
            var _ = blobs.size(file.blob());
        } catch (IOException e) {
            throw told(e);
        }
    }

    @Override
    public InputStream getInputStream() throws IOException {
        try {
            return new Stored(blobs.open(file.blob()), file.blob());
        } catch (IOException e) {
            throw unread(e);
        }
    }

    @Override
    public OutputStream getOutputStream() {
        throw new UnsupportedOperationException("files are only read");
    }

    @Override
    public String getContentType() {
        return file.contentType().isEmpty() ? "application/octet-stream" : file.contentType();
    }

    @Override
    public String getName() {
        return file.fileName();
    }

    private static IOException unread(IOException e) {
        // Where the mail server took too long, it is no fault of the file.
        return Thread.currentThread().isInterrupted() ? e : new UnreadException(told(e));
    }

    private static RuntimeException told(IOException e) {
        return e instanceof NoSuchFileException
                ? new ChannelRejectedException("no-file", "a file of the answer is not stored in the hub any more")
                : ChannelUnavailableException.later("a file of the answer can't be read now");
    }

    private static ChannelRejectedException damaged() {
        return new ChannelRejectedException(
                "no-file", "a file of the answer is not what was stored any more: the hub's copy is damaged");
    }

    /// A file could not be read, or is not what was stored.
    static final class UnreadException extends IOException {

        private static final long serialVersionUID = 1L;

        private final RuntimeException told;

        private UnreadException(RuntimeException told) {
            super("a file of the answer could not be read", told);
            this.told = told;
        }

        /// What becomes of the answer by it.
        RuntimeException told() {
            return told;
        }
    }

    /// Bytes that have a digest.
    private static final class Stored extends FilterInputStream {

        private final MessageDigest digest;
        private final String blob;

        private Stored(InputStream bytes, String blob) {
            super(bytes);
            this.blob = blob;
            try {
                digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("Every Java platform has SHA-256", e);
            }
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] buffer, int from, int length) throws IOException {
            int read;
            try {
                read = super.read(buffer, from, length);
            } catch (IOException e) {
                throw unread(e);
            }
            if (read >= 0) {
                digest.update(buffer, from, read);
            } else if (!HexFormat.of().formatHex(digest.digest()).equals(blob)) {
                throw new UnreadException(damaged());
            }
            return read;
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
