package io.omnihub.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omnihub.message.BusinessRecord;
import io.omnihub.message.ChannelId;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files that are read row by row and should not be.
class BadRowsTests {

    private static final Mapping CSV = mapping("csv");
    private static final Mapping EXCEL = mapping("excel");

    private static final String SHEET = "xl/worksheets/sheet1.xml";

    private static final byte[] BOOK = Workbook.of(
            false,
            Workbook.text("A1", "no") + Workbook.text("B1", "title"),
            Workbook.text("A2", "1") + Workbook.text("B2", "a"),
            Workbook.text("A3", "2") + Workbook.text("B3", "b"),
            Workbook.text("A4", "3") + Workbook.text("B4", "c"));

    @TempDir
    private Path directory;

    private static Mapping mapping(String format) {
        return Mapped.compile(
                format + ".yaml",
                "format: %s\nin: {rules: {record: {type: \"order\", key: .no, title: .title}}}\n".formatted(format));
    }

    @Test
    void eachPieceOfAFileWithAByteOrderMarkIsReadByIt() {
        assertThat(rows(CSV, "\uFEFFno,title\n1,é\n2,b\n3,茶\n".getBytes(UTF_8))).containsExactly("1 é", "2 b", "3 茶");
        assertThat(rows(EXCEL, BOOK)).containsExactly("1 a", "2 b", "3 c");
    }

    @Test
    void aWorkbookThatBreaksOffIsRefusedBeforeAnythingOfItIsTaken() throws IOException {
        for (int length : List.of(10, BOOK.length / 2, BOOK.length - 30, BOOK.length - 1)) {
            assertRefused(Arrays.copyOf(BOOK, length), "the input is no workbook of Excel");
        }
        assertRefused(with(sheet -> sheet.substring(0, sheet.indexOf("<t>c"))), "the input is no workbook of Excel");
        assertRefused(with(sheet -> sheet.replace("<t>c</t>", "<t>c")), "the input is no workbook of Excel");
    }

    @Test
    void aWorkbookThatIsPackedAThousandTimesSmallerIsRefused() throws IOException {
        assertRefused(
                with(sheet -> sheet.replace("<t>c</t>", "<t>" + " ".repeat(140_000_000) + "</t>")),
                "the input has more than 134217728 bytes packed in it");
    }

    /// `g` would have a thousand million letters.
    @ParameterizedTest
    @ValueSource(strings = {"&g;", "&x;"})
    void whatAWorkbookDeclaresIsNotFilledIn(String entity) throws IOException {
        StringBuilder declared = new StringBuilder("<!DOCTYPE w [<!ENTITY a '%s'>".formatted("x".repeat(1_000)));
        for (char name = 'b'; name <= 'g'; name++) {
            declared.append("<!ENTITY %s '%s'>"
                    .formatted(name, "&%s;".formatted((char) (name - 1)).repeat(10)));
        }
        Path secret = Files.writeString(directory.resolve("secret"), "secret");
        declared.append("<!ENTITY x SYSTEM '%s'>]>".formatted(secret.toUri()));
        byte[] book = with(sheet -> declared + sheet.replace("<t>c</t>", "<t>" + entity + "</t>"));

        assertRefused(book, "the input is no workbook of Excel");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.23457E+11", "1E+11", "-6.9018E+17", " 1.23456789012345E+100 "})
    void aNumberOfWhichASpreadsheetHasLeftOutDigitsIsRefused(String number) {
        assertThatThrownBy(() -> CSV.readRecords(
                        "no,title\n1,a\n%s,b\n".formatted(number).getBytes(UTF_8), Mapped.arrival("shop")))
                .isInstanceOf(UnmappableException.class)
                .hasMessageContaining("has a number of which a spreadsheet has left out digits in the column no;"
                        + " make it a text there (in the input: line 3)");
    }

    @Test
    void whatOnlyLooksLikeOneIsAText() {
        assertThat(rows(CSV, "no,title\n1.5E+10,a\n12E+15,b\nX1E+15,c\n690123456789012345,d\n".getBytes(UTF_8)))
                .containsExactly("1.5E+10 a", "12E+15 b", "X1E+15 c", "690123456789012345 d");
    }

    private static void assertRefused(byte[] book, String reason) {
        assertThatThrownBy(() -> EXCEL.rows(new ByteArrayInputStream(book), 1, 0, Mapped.arrival("shop")))
                .isInstanceOf(UnmappableException.class)
                .hasMessageContaining(reason);
    }

    /// The workbook with another sheet.
    private static byte[] with(UnaryOperator<String> change) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(BOOK));
                ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                String text = new String(in.readAllBytes(), UTF_8);
                out.putNextEntry(new ZipEntry(entry.getName()));
                out.write((entry.getName().equals(SHEET) ? change.apply(text) : text).getBytes(UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    /// Each as its piece is read: `<key> <title>`.
    private static List<String> rows(Mapping mapping, byte[] file) {
        List<String> rows = new ArrayList<>();
        RowPieces pieces = mapping.rows(new ByteArrayInputStream(file), 1, 0, Mapped.arrival("shop"));
        Arrival arrival = new Arrival(
                TenantId.DEFAULT,
                new ChannelId("shop"),
                new InboxId("shop"),
                Mapped.NOW,
                pieces.contentType(),
                Map.of());
        while (pieces.hasNext()) {
            for (BusinessRecord record : mapping.readRecords(pieces.next().bytes(), arrival)) {
                rows.add(record.key() + " " + record.title());
            }
        }
        return rows;
    }
}
