package io.omnihub.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowCutTests {

    private static final RowCut.Layout LAYOUT = new RowCut.Layout(',', '"', 0, true);

    @Test
    void eachPieceHasTheHeadingAndTheLineOfItsFirstRow() {
        assertThat(cut("a,b\r\n1,2\r\n\r\n3,4\n5,6\r7,8", 2)).containsExactly("2: 1,2|3,4|", "5: 5,6|7,8");
    }

    @Test
    void quotationsMayHoldLinesDelimitersAndQuotationMarks() {
        assertThat(cut("a,b\n\"1\n2\",\"\"\"x\"\"\n\"\n5,6\" inch\n7,8\n", 1))
                .containsExactly("2: \"1|2\",\"\"\"x\"\"|\"|", "5: 5,6\" inch|", "6: 7,8|");
    }

    @Test
    void aQuotationWithoutAnEndTakesItsLineAlone() {
        assertThat(cut("a,b\n1,2\n\"3,4\n5,6\n7,8\n", 10)).containsExactly("2: 1,2|", "3: \"3,4|", "4: 5,6|7,8|");
        String far = "a,b\n\"3,4\n" + "5,6\n".repeat(20_000) + "7,\"8\"\n";
        assertThat(cut(far, 1)).hasSize(20_002).startsWith("2: \"3,4|", "3: 5,6|");
    }

    @Test
    void signsOfManyBytesAreNotCut() {
        Charset gbk = Charset.forName("GBK");
        byte[] bytes = "编号,名\n镕,丂\n齻,亂\n".getBytes(gbk);
        List<String> rows = new ArrayList<>();
        new RowCut(new ByteArrayInputStream(bytes), LAYOUT, 1, 0)
                .forEachRemaining(part -> rows.add(new String(part.bytes(), gbk)));
        assertThat(rows).containsExactly("编号,名\n镕,丂\n", "编号,名\n齻,亂\n");
    }

    @Test
    void whatCanNotBeCutIsRefusedWithItsLine() {
        assertThatThrownBy(() -> cut("\uFEFFa,b\n1,2\n".getBytes(Charset.forName("UTF-16BE")), 1))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("UTF-16");
        assertThatThrownBy(() -> cut("a,b\n1,2\n" + "x".repeat(1024 * 1024 + 1), 1))
                .isInstanceOfSatisfying(
                        BadInputException.class, e -> assertThat(e.place()).isEqualTo("line 3"))
                .hasMessageContaining("more than 1048576 bytes");
    }

    private static List<String> cut(String text, int most) {
        return cut(text.getBytes(UTF_8), most);
    }

    /// The line and the rows of each, with `|` for what ends a line.
    private static List<String> cut(byte[] bytes, int most) {
        List<String> parts = new ArrayList<>();
        new RowCut(new ByteArrayInputStream(bytes), LAYOUT, most, 0).forEachRemaining(part -> {
            String whole = new String(part.bytes(), UTF_8).replaceAll("(\r\n|\r|\n)+", "|");
            assertThat(whole).startsWith("a,b|");
            parts.add(part.line() + ": " + whole.substring("a,b|".length()));
        });
        return parts;
    }
}
