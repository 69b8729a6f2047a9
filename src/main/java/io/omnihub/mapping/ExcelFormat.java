package io.omnihub.mapping;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ExcelReaderException;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.jspecify.annotations.Nullable;

/// A sheet of an Excel workbook (`.xlsx`), each row a record. All values are texts: numbers with all their digits, days
/// and times as `2026-01-05 09:03:00`.
///
/// @param sheet its name; empty for the first
/// @param skip  how many rows stand before the heading or the first record
record ExcelFormat(String sheet, Columns columns, int skip) implements RowFormat {

    static final Set<String> KEYS = Set.of("sheet", "columns", "skip");

    private static final int MOST_SKIPPED = 1_000;
    private static final int MOST_FILES = 1_000;
    private static final long LARGEST = 128L * 1024 * 1024;
    private static final int PIECE = 64 * 1024;

    /// Texts that cells share are kept in memory, all of them.
    private static final int MOST_SHARED = 500_000;

    private static final long LARGEST_SHARED = 32L * 1024 * 1024;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"|\\\\.|\\[[^\\]]*]");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,20}(\\.[0-9]{1,20})?(E[+-]?[0-9]{1,3})?");
    private static final Pattern SCIENTIFIC = Pattern.compile("-?[0-9](\\.[0-9]{1,20})?E[+-][0-9]{1,3}");
    private static final Set<String> ERRORS = Set.of(
            "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!", "#GETTING_DATA");
    private static final int MOST_DIGITS = 15;
    private static final BigDecimal EXACT = BigDecimal.TEN.pow(MOST_DIGITS);
    private static final Pattern TIMES = Pattern.compile("[yYdDhHsS]|[mM]{3,}");

    static ExcelFormat compile(@Nullable Yaml options) {
        Map<String, Yaml> keys = options == null ? Map.of() : options.map(KEYS);
        return new ExcelFormat(Yaml.text(keys.get("sheet"), ""), Columns.compile(keys.get("columns")), (int)
                Yaml.whole(keys.get("skip"), 0, MOST_SKIPPED, 0));
    }

    @Override
    public List<io.omnihub.mapping.Row> read(Input input, JsonNodeFactory nodes) {
        Records records = new Records(input);
        if (input.arrival().contentType().equals(SheetRows.CONTENT_TYPE)) {
            SheetRows cut = SheetRows.read(input.bytes());
            read(cut.sheet(), cut.iterator(), records, nodes);
            return records.rows();
        }
        return reading(() -> {
            try (OpenBook book = open(input.bytes())) {
                read(book.name(), book.rows(), records, nodes);
                return records.rows();
            }
        });
    }

    @Override
    public RowPieces pieces(InputStream input, int most, long first, Arrival arrival, Limits limits) {
        return reading(() -> {
            byte[] bytes = input.readNBytes(limits.largest() + 1);
            if (bytes.length > limits.largest()) {
                throw new BadInputException("has more than " + limits.largest() + " bytes", "");
            }
            if (arrival.contentType().equals(SheetRows.CONTENT_TYPE)) {
                SheetRows cut = SheetRows.read(bytes);
                Iterator<SheetRow> rows = cut.iterator();
                return new SheetCut(cut.sheet(), heading(cut.sheet(), rows), rows, most, 0, () -> {});
            }
            OpenBook book = open(bytes);
            try {
                // What breaks off in its middle is refused before anything of it is taken.
                long count = count(book.sheet());
                List<SheetRow> heading = heading(book.name(), book.rows());
                return new SheetCut(book.name(), heading, book.rows(), most, count - heading.size(), book::close);
            } catch (IOException | RuntimeException e) {
                book.close();
                throw e;
            }
        });
    }

    private interface Reading<T> {
        T read() throws IOException;
    }

    private static <T> T reading(Reading<T> reading) {
        try {
            return reading.read();
        } catch (BadInputException e) {
            throw e;
        } catch (IOException
                | UncheckedIOException
                | DateTimeException
                | ExcelReaderException
                | IllegalStateException
                | IllegalArgumentException
                | IndexOutOfBoundsException e) {
            throw new BadInputException("is no workbook of Excel", "");
        }
    }

    private OpenBook open(byte[] bytes) throws IOException {
        if (ReadableWorkbook.isOLE2Header(bytes)) {
            throw new BadInputException("is of Excel's old format or is encrypted; save it as .xlsx", "");
        }
        checkSize(bytes);
        ReadableWorkbook book = new ReadableWorkbook(new ByteArrayInputStream(bytes), new ReadingOptions(true, true));
        try {
            Sheet found = sheet.isEmpty()
                    ? book.getFirstSheet()
                    : book.findSheet(sheet).orElseThrow(() -> new BadInputException("has no sheet " + sheet, ""));
            Stream<Row> rows = found.openStream();
            return new OpenBook(book, found, rows, rows.map(this::row).iterator());
        } catch (IOException | RuntimeException e) {
            book.close();
            throw e;
        }
    }

    /// A workbook whose sheet is read.
    private record OpenBook(ReadableWorkbook book, Sheet sheet, Stream<Row> stream, Iterator<SheetRow> rows)
            implements AutoCloseable {

        String name() {
            return sheet.getName();
        }

        @Override
        public void close() {
            stream.close();
            try {
                book.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private long count(Sheet sheet) throws IOException {
        try (Stream<Row> rows = sheet.openStream()) {
            return rows.map(this::row).filter(row -> !row.isBlank()).count();
        }
    }

    /// Where a row stands, for people.
    static String place(String sheet, int line) {
        return "sheet " + sheet + ", row " + line;
    }

    /// The heading that the rows begin with; empty where there is none.
    private List<SheetRow> heading(String name, Iterator<SheetRow> rows) {
        if (!columns.declared().isEmpty()) {
            return List.of();
        }
        while (rows.hasNext()) {
            SheetRow row = rows.next();
            if (!row.isBlank()) {
                columns.heads(row.texts(place(name, row.line())), row.line());
                return List.of(row);
            }
        }
        return List.of();
    }

    private void read(String name, Iterator<SheetRow> rows, Records records, JsonNodeFactory nodes) {
        List<String> heads = columns.declared();
        for (SheetRow head : heading(name, rows)) {
            heads = columns.heads(head.texts(place(name, head.line())), head.line());
        }
        while (rows.hasNext()) {
            SheetRow row = rows.next();
            if (row.isBlank()) {
                continue;
            }
            String place = place(name, row.line());
            List<String> cells = row.texts(place);
            if (cells.size() > heads.size()
                    && !cells.subList(heads.size(), cells.size()).stream().allMatch(String::isBlank)) {
                throw new BadInputException(
                        "has " + cells.size() + " columns where there should be " + heads.size(), place);
            }
            List<String> all = new ArrayList<>(cells);
            all.addAll(Collections.nCopies(Math.max(heads.size() - cells.size(), 0), ""));
            records.add(new io.omnihub.mapping.Row(place, Columns.record(heads, all, nodes), row));
        }
    }

    private SheetRow row(Row row) {
        List<SheetRow.SheetCell> cells = new ArrayList<>();
        if (row.getRowNum() > skip) {
            for (Cell cell : row) {
                cells.add(cell == null ? new SheetRow.SheetCell("", "") : cell(cell));
            }
        }
        while (!cells.isEmpty() && cells.getLast().isBlank()) {
            cells.removeLast();
        }
        return new SheetRow(row.getRowNum(), cells);
    }

    private static SheetRow.SheetCell cell(Cell cell) {
        try {
            return new SheetRow.SheetCell(text(cell), "");
        } catch (BadInputException e) {
            return new SheetRow.SheetCell("", e.reason());
        }
    }

    private static String text(Cell cell) {
        String raw = cell.getRawValue();
        boolean computed = cell.getType() == CellType.FORMULA;
        if (cell.getType() == CellType.ERROR || (computed && raw != null && ERRORS.contains(raw))) {
            throw wrong("an error");
        }
        if (computed && raw == null) {
            throw wrong("a formula whose value was not saved");
        }
        if (computed ? !isNumber(raw, isTime(cell)) : cell.getType() != CellType.NUMBER) {
            return cell.getText();
        }
        return isTime(cell) ? time(cell) : number(new BigDecimal(raw), raw);
    }

    /// What kind of value a formula has is not told: the text 0012 is none, and nobody but Excel writes 1.2E+17.
    private static boolean isNumber(String raw, boolean time) {
        return (time ? NUMBER : SCIENTIFIC).matcher(raw).matches();
    }

    private static String time(Cell cell) {
        try {
            return cell.asDate().format(TIME);
        } catch (DateTimeException | ArithmeticException _) {
            throw wrong("a day or time that is none");
        }
    }

    /// Excel keeps fifteen digits of a number, so that a longer one which somebody entered is another one by now.
    private static String number(BigDecimal number, String raw) {
        BigDecimal digits = number.stripTrailingZeros();
        if (number.abs().compareTo(EXACT) >= 0 && (digits.precision() <= MOST_DIGITS || raw.indexOf('E') >= 0)) {
            throw wrong("a number of which Excel has lost digits; make it a text");
        }
        return digits.toPlainString();
    }

    private static BadInputException wrong(String what) {
        return new BadInputException(what, "");
    }

    private static boolean isTime(Cell cell) {
        String form = cell.getDataFormatString();
        return form != null
                && TIMES.matcher(QUOTED.matcher(form).replaceAll("")).find();
    }

    /// What is packed may be a thousand times as large as it comes.
    private static void checkSize(byte[] bytes) {
        try (ZipFile zip = ZipFile.builder().setByteArray(bytes).get()) {
            byte[] piece = new byte[PIECE];
            long size = 0;
            int files = 0;
            int texts = 0;
            for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
                if (++files > MOST_FILES) {
                    throw new BadInputException("has more than " + MOST_FILES + " files packed in it", "");
                }
                SharedTexts shared = new SharedTexts();
                long begin = size;
                try (InputStream packed = zip.getInputStream(entry)) {
                    for (int read = packed.read(piece); read > 0; read = packed.read(piece)) {
                        size += read;
                        if (size > LARGEST) {
                            throw new BadInputException("has more than " + LARGEST + " bytes packed in it", "");
                        }
                        shared.read(piece, read);
                        if (texts + shared.count() > MOST_SHARED
                                || (shared.count() > 0 && size - begin > LARGEST_SHARED)) {
                            throw new BadInputException(
                                    "has more than " + MOST_SHARED + " texts, or " + LARGEST_SHARED
                                            + " bytes of them, that its cells share",
                                    "");
                        }
                    }
                }
                texts += shared.count();
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new BadInputException("is no workbook of Excel", "");
        }
    }

    @Override
    public String contentType() {
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    }
}
