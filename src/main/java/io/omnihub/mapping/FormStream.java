package io.omnihub.mapping;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.jspecify.annotations.Nullable;

/// A form as a stream, which is opened when it is first read, and anew where it is read once more. To Camel it is a
/// cached stream, of which it makes no copy in memory.
final class FormStream extends InputStream implements StreamCache {

    private final Opening opening;
    private final long length;
    private @Nullable InputStream stream;
    private long read;

    FormStream(Opening opening, long length) {
        this.opening = opening;
        this.length = length;
    }

    private InputStream stream() throws IOException {
        InputStream open = stream == null ? opening.open() : stream;
        stream = open;
        return open;
    }

    @Override
    public int read() throws IOException {
        int next = stream().read();
        read += next < 0 ? 0 : 1;
        return next;
    }

    @Override
    public int read(byte[] bytes, int offset, int most) throws IOException {
        int count = stream().read(bytes, offset, most);
        read += Math.max(count, 0);
        return count;
    }

    @Override
    public void close() throws IOException {
        InputStream open = stream;
        stream = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void reset() {
        try {
            close();
        } catch (IOException _) {
            // It was only read.
        }
        read = 0;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        try (InputStream whole = opening.open()) {
            whole.transferTo(out);
        }
    }

    @Override
    public StreamCache copy(Exchange exchange) {
        return new FormStream(opening, length);
    }

    @Override
    public boolean inMemory() {
        return false;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public long position() {
        return read;
    }

    /// Opens it from its beginning.
    @FunctionalInterface
    interface Opening {

        InputStream open() throws IOException;
    }
}
