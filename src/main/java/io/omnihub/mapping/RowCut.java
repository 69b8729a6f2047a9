package io.omnihub.mapping;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// Cuts an input of rows into pieces, of which each has the heading and is an input by itself, while it is read: of
/// however long an input one piece is in memory. It cuts bytes and not characters, so that bytes which are of no
/// charset harm their own row alone. A row whose quotation mark is never closed ends with its line.
final class RowCut implements RowPieces {

    /// How far the end of a quotation is looked for.
    private static final int LONGEST_QUOTED = 64 * 1024;

    /// How many bytes a row may have, and a piece before another row comes to it.
    private static final int LARGEST = 1024 * 1024;

    private final PushbackInputStream in;
    private final Layout layout;
    private final int most;
    private final byte[] heading;
    private long line = 1;
    private @Nullable Row ahead;

    /// How rows are written.
    ///
    /// @param quote   -1 for none
    /// @param heading whether there is one
    record Layout(int delimiter, int quote, int skip, boolean heading) {}

    /// @param alone whether it can't be read as others are
    @SuppressWarnings("ArrayRecordComponent")
    private record Row(byte[] bytes, long line, boolean alone) {

        boolean isBlank() {
            for (byte b : bytes) {
                if (b != '\r' && b != '\n') {
                    return false;
                }
            }
            return true;
        }
    }

    /// @param most  rows of a piece
    /// @param first the line of its first row in the whole of which it is a piece; 0 where it is the whole
    /// @throws BadInputException where it is none that can be cut
    RowCut(InputStream input, Layout layout, int most, long first) {
        this.in = new PushbackInputStream(input, LONGEST_QUOTED + 8);
        this.layout = layout;
        this.most = most;
        this.heading = heading();
        this.line = first > 0 ? first : line;
        this.ahead = row();
    }

    /// What stands before the first row.
    byte[] headingAlone() {
        return heading.clone();
    }

    @Override
    public long length() {
        return 0;
    }

    @Override
    public String contentType() {
        return "";
    }

    private byte[] heading() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(mark());
        for (int skipped = 0; skipped < layout.skip; skipped++) {
            bytes.writeBytes(lineOf());
        }
        Row heads = layout.heading ? row() : null;
        if (heads != null) {
            bytes.writeBytes(heads.bytes);
            byte last = heads.bytes[heads.bytes.length - 1];
            if (last != '\n' && last != '\r') {
                bytes.write('\n');
            }
        }
        return bytes.toByteArray();
    }

    private byte[] mark() {
        try {
            byte[] first = in.readNBytes(3);
            if (Charsets.isMarked(first)) {
                return first;
            }
            if (Charsets.isWide(first)) {
                throw new BadInputException("is UTF-16, which can't be read row by row", "line 1");
            }
            in.unread(first);
            return new byte[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean hasNext() {
        return ahead != null;
    }

    @Override
    public Part next() {
        Row row = ahead;
        if (row == null) {
            throw new NoSuchElementException();
        }
        long first = row.line;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(heading);
        int rows = 0;
        boolean alone = false;
        while (row != null && !alone && rows < most && bytes.size() < LARGEST && (rows == 0 || !row.alone)) {
            bytes.writeBytes(row.bytes);
            alone = row.alone;
            rows++;
            row = row();
        }
        ahead = row;
        return new Part(bytes.toByteArray(), first, "line " + first, rows, bytes.size() - heading.length);
    }

    /// The next one that is not blank; null at the end.
    private @Nullable Row row() {
        Row row = any();
        while (row != null && row.isBlank()) {
            row = any();
        }
        return row;
    }

    private @Nullable Row any() {
        ByteArrayOutputStream row = new ByteArrayOutputStream();
        boolean quoted = false;
        boolean begins = true;
        boolean closed = false;
        int end = 0;
        try {
            for (int c = in.read(); c != -1; c = in.read()) {
                row.write(c);
                boolean isQuote = c == layout.quote;
                if (isQuote && quoted) {
                    quoted = false;
                    closed = true;
                } else {
                    quoted = quoted || (isQuote && (begins || closed));
                    closed = false;
                }
                begins = c == layout.delimiter;
                if (ends(c, row)) {
                    if (!quoted) {
                        return counted(row.toByteArray(), false);
                    }
                    end = end == 0 ? row.size() : end;
                }
                if (end > 0 && row.size() - end > LONGEST_QUOTED) {
                    return firstLine(row.toByteArray(), end);
                }
                if (row.size() > LARGEST) {
                    throw tooLong();
                }
            }
            if (row.size() == 0) {
                in.close();
                return null;
            }
            return quoted && end > 0 ? firstLine(row.toByteArray(), end) : counted(row.toByteArray(), quoted);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Its first line alone; the others are read anew.
    private Row firstLine(byte[] bytes, int end) throws IOException {
        in.unread(bytes, end, bytes.length - end);
        return counted(Arrays.copyOf(bytes, end), true);
    }

    /// A line may end with either or both.
    private boolean ends(int c, ByteArrayOutputStream row) throws IOException {
        if (c == '\r') {
            int next = in.read();
            if (next == '\n') {
                row.write(next);
            } else if (next != -1) {
                in.unread(next);
            }
        }
        return c == '\n' || c == '\r';
    }

    private byte[] lineOf() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            for (int c = in.read(); c != -1; c = in.read()) {
                bytes.write(c);
                if (c == '\n') {
                    break;
                }
                if (bytes.size() > LARGEST) {
                    throw tooLong();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        line++;
        return bytes.toByteArray();
    }

    private BadInputException tooLong() {
        return new BadInputException("has a row of more than " + LARGEST + " bytes", "line " + line);
    }

    private Row counted(byte[] bytes, boolean alone) {
        long first = line;
        for (int i = 0; i < bytes.length; i++) {
            boolean both = bytes[i] == '\r' && i + 1 < bytes.length && bytes[i + 1] == '\n';
            if (!both && (bytes[i] == '\n' || bytes[i] == '\r')) {
                line++;
            }
        }
        return new Row(bytes, first, alone);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
