package io.omnihub.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExcelFormatTests {

    private static final Mapping MAPPING = Mapped.compile(
            "sheet.yaml", "format: excel\nin: {rules: {record: {type: \"order\", key: .no, title: .value}}}\n");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            <c r='B2'><v>42</v></c>                                    | 42
            <c r='B2'><v>0.30000000000000004</v></c>                   | 0.30000000000000004
            <c r='B2'><v>1.2E+3</v></c>                                | 1200
            <c r='B2'><v>123456789012345678</v></c>                    | 123456789012345678
            <c r='B2' t='str'><f>A1</f><v>0012</v></c>                 | 0012
            <c r='B2'><f>A1*2</f><v>7</v></c>                          | 7
            <c r='B2'><f>A1*2</f><v>1.2E+3</v></c>                     | 1200
            <c r='B2' s='1'><v>46000.5</v></c>                         | 2025-12-09 12:00:00
            <c r='B2' s='1'><f>TODAY()</f><v>46000</v></c>             | 2025-12-09 00:00:00
            <c r='B2' s='1'><v>61</v></c>                              | 1900-03-01 00:00:00
            <c r='B2' t='b'><v>1</v></c>                               | true
            <c r='B2' t='inlineStr'><is><t>1.23E+17</t></is></c>       | 1.23E+17
            """)
    void aCellIsWhatItsReaderSees(String cell, String value) {
        assertThat(title(false, cell)).isEqualTo(value);
    }

    @Test
    void daysMayBeCountedFrom1904() {
        assertThat(title(true, "<c r='B2' s='1'><v>44538</v></c>")).isEqualTo("2025-12-09 00:00:00");
        assertThat(title(true, "<c r='B2' s='1'><f>TODAY()</f><v>44538</v></c>"))
                .isEqualTo("2025-12-09 00:00:00");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            <c r='B2' t='e'><v>#N/A</v></c>                            | has an error in the cell B2
            <c r='B2' t='e'><f>1/0</f><v>#DIV/0!</v></c>               | has an error in the cell B2
            <c r='B2'><f>A1*2</f></c>                                  | has a formula whose value was not saved in the cell B2
            <c r='B2'><v>1.23456789012345E+17</v></c>                  | has a number of which Excel has lost digits; make it a text in the cell B2
            <c r='B2'><v>123456789012345000</v></c>                    | has a number of which Excel has lost digits; make it a text in the cell B2
            <c r='B2'><f>A1*2</f><v>1.2345678901234568E+17</v></c>     | has a number of which Excel has lost digits; make it a text in the cell B2
            <c r='B2' s='1'><v>1.5E+300</v></c>                        | has a day or time that is none in the cell B2
            """)
    void aCellThatHasNoValueIsRefusedWithItsPlace(String cell, String reason) {
        assertThatThrownBy(() -> title(false, cell))
                .isInstanceOf(UnmappableException.class)
                .hasMessageContaining("the input %s (in the input: sheet S, row 2)", reason);
    }

    private static String title(boolean since1904, String cell) {
        byte[] book = Workbook.of(
                since1904, Workbook.text("A1", "no") + Workbook.text("B1", "value"), Workbook.text("A2", "1") + cell);
        return Objects.requireNonNull(
                MAPPING.readRecords(book, Mapped.arrival("shop")).getFirst().title());
    }
}
