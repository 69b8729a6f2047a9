package io.omnihub.mapping;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.WrappedFile;
import org.apache.camel.component.file.GenericFile;

/// The bytes of an input while they are read. A file that ends elsewhere than it did when its source looked at it was
/// not whole, or was cut off on its way.
final class ReadBytes extends FilterInputStream {

    private final String name;
    private final long told;
    private long count;
    private boolean ended;

    /// @param told how many there are; -1 where nobody can tell
    ReadBytes(InputStream in, String name, long told) {
        super(in);
        this.name = name;
        this.told = told;
    }

    /// The body of an exchange's message; of a file any number of times.
    ///
    /// @throws IllegalArgumentException where it is a file that could be read only once
    static ReadBytes of(Exchange exchange) throws InvalidPayloadException {
        Message message = exchange.getMessage();
        if (message.getBody() instanceof WrappedFile<?> file && file.getBody() instanceof InputStream) {
            throw new IllegalArgumentException("a file that is read row by row may have to be read again:"
                    + " let its endpoint fetch it into a folder, by localWorkDirectory, and not by streamDownload");
        }
        String name = Objects.toString(message.getHeader(Exchange.FILE_NAME), "");
        return new ReadBytes(message.getMandatoryBody(InputStream.class), name, told(exchange, message));
    }

    /// FTP may change the ends of lines, and a charset the characters.
    private static long told(Exchange exchange, Message message) {
        boolean asItWas = message.getBody() instanceof GenericFile<?> file
                && file.getCharset() == null
                && exchange.getFromEndpoint() != null
                && !exchange.getFromEndpoint().getEndpointUri().startsWith("ftp");
        return asItWas && message.getHeader(Exchange.FILE_LENGTH) instanceof Long length ? length : -1;
    }

    @Override
    public int read() throws IOException {
        int next = super.read();
        count(next == -1 ? -1 : 1);
        return next;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        int read = super.read(bytes, from, length);
        count(read);
        return read;
    }

    private void count(int read) {
        ended = ended || read == -1;
        count += Math.max(read, 0);
    }

    /// @throws IllegalStateException where all was read and it is not all
    void requireWhole() {
        if (ended && told >= 0 && count != told) {
            throw new IllegalStateException(
                    "%s has %d bytes and had %d before: it is read again, as far as it is not behind already"
                            .formatted(name, count, told));
        }
    }
}
