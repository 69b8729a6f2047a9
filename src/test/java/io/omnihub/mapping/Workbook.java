package io.omnihub.mapping;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// A workbook of Excel with one sheet, whose cells are written as XML: so tests see what programs write, too. Style 1
/// is a day.
public final class Workbook {

    private static final String MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private static final String LINKS = "http://schemas.openxmlformats.org/package/2006/relationships";
    private static final String KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    private Workbook() {}

    /// @param since1904 whether its days are counted from 1904 on, as old Macs did
    /// @param rows      each the XML of its cells
    public static byte[] of(boolean since1904, String... rows) {
        StringBuilder sheet = new StringBuilder();
        for (int i = 0; i < rows.length; i++) {
            sheet.append("<row r='%d'>%s</row>".formatted(i + 1, rows[i]));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            put(
                    zip,
                    "[Content_Types].xml",
                    "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'>"
                            + part("workbook", "sheet.main")
                            + part("worksheets/sheet1", "worksheet")
                            + part("styles", "styles")
                            + "</Types>");
            put(zip, "_rels/.rels", links(link(1, "officeDocument", "xl/workbook.xml")));
            put(
                    zip,
                    "xl/_rels/workbook.xml.rels",
                    links(link(1, "worksheet", "worksheets/sheet1.xml") + link(2, "styles", "styles.xml")));
            put(
                    zip,
                    "xl/workbook.xml",
                    "<workbook xmlns='%s' xmlns:r='%s'><workbookPr date1904='%s'/><sheets>"
                                    .formatted(MAIN, KINDS, since1904)
                            + "<sheet name='S' sheetId='1' r:id='r1'/></sheets></workbook>");
            put(
                    zip,
                    "xl/styles.xml",
                    "<styleSheet xmlns='%s'><cellXfs><xf numFmtId='0'/><xf numFmtId='14'/></cellXfs></styleSheet>"
                            .formatted(MAIN));
            put(
                    zip,
                    "xl/worksheets/sheet1.xml",
                    "<worksheet xmlns='%s'><sheetData>%s</sheetData></worksheet>".formatted(MAIN, sheet));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /// A text in a cell.
    public static String text(String at, String text) {
        return "<c r='%s' t='inlineStr'><is><t>%s</t></is></c>".formatted(at, text);
    }

    private static String part(String name, String kind) {
        return "<Override PartName='/xl/%s.xml' ContentType='%s.%s+xml'/>"
                .formatted(name, "application/vnd.openxmlformats-officedocument.spreadsheetml", kind);
    }

    private static String links(String links) {
        return "<Relationships xmlns='%s'>%s</Relationships>".formatted(LINKS, links);
    }

    private static String link(int id, String kind, String target) {
        return "<Relationship Id='r%d' Type='%s/%s' Target='%s'/>".formatted(id, KINDS, kind, target);
    }

    private static void put(ZipOutputStream zip, String name, String text) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
