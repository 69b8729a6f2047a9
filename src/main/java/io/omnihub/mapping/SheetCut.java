package io.omnihub.mapping;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// Cuts a sheet into pieces, of which each has the heading.
final class SheetCut implements RowPieces {

    /// A piece ends where its texts have so many characters.
    private static final int LARGEST = 1024 * 1024;

    private final String sheet;
    private final Iterator<SheetRow> rows;
    private final List<SheetRow> heading;
    private final int most;
    private final long length;
    private final Runnable end;
    private @Nullable SheetRow ahead;

    /// @param heading before each piece; empty where there is none
    /// @param rows    behind it
    /// @param length  how many rows there are
    /// @param end     lets go of what they come from
    SheetCut(String sheet, List<SheetRow> heading, Iterator<SheetRow> rows, int most, long length, Runnable end) {
        this.sheet = sheet;
        this.heading = heading;
        this.rows = rows;
        this.most = most;
        this.length = length;
        this.end = end;
        this.ahead = row();
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public String contentType() {
        return SheetRows.CONTENT_TYPE;
    }

    @Override
    public boolean hasNext() {
        return ahead != null;
    }

    @Override
    public Part next() {
        SheetRow row = ahead;
        if (row == null) {
            throw new NoSuchElementException();
        }
        int first = row.line();
        List<SheetRow> piece = new ArrayList<>(heading);
        long size = 0;
        int count = 0;
        while (row != null && count < most && size < LARGEST) {
            piece.add(row);
            count++;
            size += row.cells().stream().mapToLong(cell -> cell.text().length()).sum();
            row = row();
        }
        ahead = row;
        return new Part(new SheetRows(sheet, piece).bytes(), first, ExcelFormat.place(sheet, first), count, count);
    }

    private @Nullable SheetRow row() {
        while (rows.hasNext()) {
            SheetRow row = rows.next();
            if (!row.isBlank()) {
                return row;
            }
        }
        end.run();
        return null;
    }

    @Override
    public void close() {
        end.run();
    }
}
