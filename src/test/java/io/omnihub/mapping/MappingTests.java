package io.omnihub.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.omnihub.message.Content;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.Message;
import io.omnihub.yaml.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MappingTests {

    private static final Path WRONG = Path.of("src/test/resources/mapping/wrong");
    private static final Path ORDERS = Path.of("src/test/resources/mapping/orders");
    private static final Path FORMATS = Path.of("src/test/resources/mapping/formats");
    private static final Path BAD = Path.of("src/test/resources/mapping/bad");
    private static final String TEXTS = """
            %s
            in:
              thread: .user
              rules: {message: .id, parts: {text: .text}}
            """;

    @TempDir
    private Path folder;

    /// Each file begins with what is to be told of it, a line for each problem.
    @ParameterizedTest
    @MethodSource("wrongFiles")
    void aWrongFileIsRefusedWithLineFieldAndReason(Path file) throws IOException {
        List<String> told = Files.readAllLines(file).stream()
                .filter(line -> line.startsWith("#! "))
                .map(line -> line.substring("#! ".length()))
                .toList();

        InvalidMappingException refused =
                catchThrowableOfType(InvalidMappingException.class, () -> Mappings.compile(file));

        assertThat(refused.problems().stream()
                        .map(Problem::toString)
                        .map(s -> s.lines().findFirst().orElse("")))
                .as(refused.getMessage())
                .containsExactlyElementsOf(told);
    }

    static Stream<Path> wrongFiles() throws IOException {
        try (Stream<Path> files = Files.list(WRONG)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
        }
    }

    @Test
    void allThatOrdersNeedCanBeSaid() throws IOException {
        Mapped.assertMaps(Mappings.compile(ORDERS.resolve("orders.yaml")), ORDERS, "two.json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "orders.csv",
                "soap.xml",
                "sms.form",
                "alarm.txt",
                "host.txt",
                "stock.xlsx",
                "desadv.txt",
                "po.txt"
            })
    void anInputOfEachFormatBecomesWhatLiesBesideIt(String input) throws IOException {
        String mapping = input.substring(0, input.indexOf('.')) + ".yaml";

        Mapped.assertMaps(Mappings.compile(FORMATS.resolve(mapping)), FORMATS, input);
    }

    /// Beside each bad input lies what is told of it.
    @ParameterizedTest
    @MethodSource("badInputs")
    void aBadInputIsRefusedWithFileLineAndReason(Path input) throws IOException {
        String name = input.getFileName().toString();
        Mapping mapping = Mappings.compile(FORMATS.resolve(name.substring(0, name.indexOf('~')) + ".yaml"));
        byte[] bytes = Files.readAllBytes(input);
        Path told = input.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ".told");

        assertThatThrownBy(() -> mapping.read(bytes, Mapped.arrival("shop")))
                .isInstanceOf(UnmappableException.class)
                .hasMessage(Files.readString(told).strip());
    }

    static Stream<Path> badInputs() throws IOException {
        try (Stream<Path> files = Files.list(BAD)) {
            return files.filter(file -> !file.toString().endsWith(".told")).sorted().toList().stream();
        }
    }

    @Test
    void ordersInCsvFitInTwentyFiveLines() throws IOException {
        assertThat(Files.readAllLines(FORMATS.resolve("orders.yaml"))).hasSizeLessThanOrEqualTo(25);
    }

    @Test
    void aWrongValueIsToldByFileLineFieldAndPlaceAndItsTextByNobody() throws IOException {
        Mapping orders = Mappings.compile(ORDERS.resolve("orders.yaml"));

        UnmappableException told = catchThrowableOfType(
                UnmappableException.class,
                () -> orders.read(
                        utf8(
                                "{\"batch\":1,\"orders\":[{\"no\":\"0\"},{\"no\":\"1\",\"customer\":{\"id\":1},\"created\":\"secret\"}]}"),
                        Mapped.arrival("shop")));

        assertThat(told)
                .hasMessage(
                        "orders.yaml:17: in.sentAt: shop(): must be a time of the declared pattern (in the input: [1])");
        assertThat(told.value()).isEqualTo("\"secret\"");
    }

    @Test
    void whatIsNoJsonIsToldByItsPlace() throws IOException {
        assertRefused("", "{\"id\":\n \"a", "format: the input is no JSON (in the input: line 2, column 4)");
        assertRefused("", "{\"id\":1,\"id\":2}", "format: the input is no JSON: a field stands there twice");
        assertRefused("", "{} {}", "format: the input is no JSON");
        assertRefused("", "", "format: the input is empty");
        assertRefused("", "[".repeat(200), "format: the input is no JSON");
        assertRefused("", "{\"id\":1,\"text\":\"a\"}", "text.yaml:3: in.thread: must be given");
        assertRefused("", "{\"id\":1,\"user\":{},\"text\":\"a\"}", "in.thread: must be one value, not an object");
        assertRefused("largest: 10", "{\"id\":1,\"user\":2}", "largest: the input has more than 10 bytes");
    }

    @Test
    void aWrongCharsetIsToldByItsByte() {
        byte[] gbk = "{\"id\":1,\"user\":2,\n\"text\":\"订单\"}".getBytes(Charset.forName("GBK"));

        assertThat(text(compile("charset: GBK"), gbk)).isEqualTo("订单");
        assertThat(text(compile("charset: detect"), gbk)).isEqualTo("订单");
        assertThatThrownBy(() -> compile("charset: utf-8").read(gbk, Mapped.arrival("shop")))
                .hasMessageContaining("format: the input is no UTF-8 in line 2, at byte 27");
    }

    @Test
    void howLongThePlatformKnowsItsKeysIsDeclared() {
        String out = "out:\n  message: [{body: {id: $key}}]\n";

        assertThat(Mapped.compile("acme.yaml", out).keysKnownFor()).isZero();
        assertThat(Mapped.compile("acme.yaml", out + "  keysKnownFor: 24h\n").keysKnownFor())
                .hasHours(24);
        for (String wrong : List.of("true", "0s", "31d")) {
            assertThatThrownBy(() -> Mapped.compile("acme.yaml", out + "  keysKnownFor: " + wrong + "\n"))
                    .hasMessageContaining("must be a time of 30d at most, such as 24h");
        }
    }

    @Test
    void aByteOrderMarkIsPassedOver() {
        byte[] marked = utf8("\uFEFF{\"id\":1,\"user\":2,\"text\":\"é\"}");
        byte[] utf16 = "\uFEFF{\"id\":1,\"user\":2,\"text\":\"é\"}".getBytes(StandardCharsets.UTF_16BE);

        assertThat(text(compile(""), marked)).isEqualTo("é");
        assertThat(text(compile("charset: GBK"), marked)).isEqualTo("é");
        assertThat(text(compile("charset: GBK"), utf16)).isEqualTo("é");
    }

    @Test
    void thereAreNoMoreEventsThanDeclared() {
        Mapping mapping = Mapped.compile(
                "many.yaml", "most: 3\nin: {each: ., thread: .u, rules: {message: .i, parts: {text: .i}}}");

        assertThat(mapping.read(
                        utf8("[{\"u\":1,\"i\":1},{\"u\":1,\"i\":2},{\"u\":1,\"i\":3}]"), Mapped.arrival("shop")))
                .hasSize(3);
        assertThatThrownBy(() -> mapping.read(
                        utf8("[{\"u\":1,\"i\":1},{\"u\":1,\"i\":2},{\"u\":1,\"i\":3},{\"u\":1,\"i\":4}]"),
                        Mapped.arrival("shop")))
                .hasMessageContaining("most: the input holds more than 3 events");
        assertThatThrownBy(() -> mapping.read(utf8("{}"), Mapped.arrival("shop")))
                .hasMessageContaining("in.each: must be a list");
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "lines", "fixed: {columns: {i: 1}}"})
    void thereAreNoMoreRecordsThanEventsMayBe(String format) {
        Mapping mapping = Mapped.compile(
                "many.yaml",
                "most: 5\nformat: {%s}\nin: {thread: .i, rules: {message: .i, parts: {text: .i}}}"
                        .formatted(format.contains(":") ? format : format + ": {}"));
        byte[] rows = utf8(format.equals("lines") ? "i=1\n\n".repeat(9) : "i\n" + "1\n".repeat(9));

        assertThatThrownBy(() -> mapping.read(rows, Mapped.arrival("shop")))
                .hasMessageContaining("format: the input holds more than 5 records");
    }

    @Test
    void aWorkbookThatIsPackedAThousandTimesSmallerIsRefused() throws IOException {
        Mapping excel = Mappings.compile(FORMATS.resolve("stock.yaml"));

        assertThatThrownBy(() -> excel.read(packed(1, 200_000_000), Mapped.arrival("shop")))
                .hasMessageContaining("format: the input has more than 134217728 bytes packed in it");
        assertThatThrownBy(() -> excel.read(packed(1_001, 1), Mapped.arrival("shop")))
                .hasMessageContaining("format: the input has more than 1000 files packed in it");
        assertThatThrownBy(() -> excel.read(packed(3, 1), Mapped.arrival("shop")))
                .hasMessageContaining("format: the input is no workbook of Excel");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<si><t>a</t></si>", "<x:si/>"})
    void aWorkbookWhoseCellsShareTooManyTextsIsRefused(String text) throws IOException {
        Mapping excel = Mappings.compile(FORMATS.resolve("stock.yaml"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("xl/sharedStrings.xml"));
            for (int i = 0; i < 501; i++) {
                zip.write(utf8(text.repeat(1_000)));
            }
        }

        assertThatThrownBy(() -> excel.read(bytes.toByteArray(), Mapped.arrival("shop")))
                .hasMessageContaining("format: the input has more than 500000 texts, or 33554432 bytes of them");
    }

    private static byte[] packed(int files, int size) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < files; i++) {
                zip.putNextEntry(new ZipEntry("xl/worksheets/sheet" + i + ".xml"));
                for (int left = size; left > 0; left -= 1_000_000) {
                    zip.write(new byte[Math.min(left, 1_000_000)]);
                }
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void anInputOfNothingButElementsIsRefused() throws IOException {
        Mapping xml = Mappings.compile(FORMATS.resolve("soap.yaml"));

        assertThatThrownBy(() -> xml.read(utf8("<a>" + "<b/>".repeat(200_001) + "</a>"), Mapped.arrival("shop")))
                .hasMessageContaining("has more than 200000 elements");
        assertRefused("", "[" + "[],".repeat(500_001) + "[]]", "format: the input is no JSON");
    }

    @Test
    void aRegularExpressionEndsInTime() {
        Mapping mapping = Mapped.compile(
                "slow.yaml", "in: {thread: .u, rules: {when: '${test(.t, \"(.*a){25}c\")}', ignore: true}}");
        byte[] text = utf8("{\"u\":1,\"t\":\"" + "a".repeat(60) + "b\"}");

        assertThatThrownBy(() -> mapping.read(text, Mapped.arrival("shop")))
                .hasMessageContaining("test(): the regular expression takes too long for this text");
    }

    @Test
    void theRegularExpressionsOfAnInputEndInTimeTogether() {
        Mapping mapping = Mapped.compile(
                "slow.yaml", "in: {each: ., thread: .u, rules: {when: '${test(.t, \"(.*a){6}c\")}', ignore: true}}");
        String record = "{\"u\":1,\"t\":\"" + "a".repeat(12) + "\"}";
        byte[] few = utf8("[" + record + "," + record + "]");
        byte[] many = utf8("[" + (record + ",").repeat(5_000) + record + "]");

        assertThat(mapping.read(few, Mapped.arrival("shop"))).hasSize(2);
        assertThatThrownBy(() -> mapping.read(many, Mapped.arrival("shop")))
                .hasMessageContaining("test(): the regular expressions take too long for this input");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "1e-999999999"})
    void aNumberOfABillionDigitsIsRefused(String number) {
        assertRefused("", "{\"id\":1,\"user\":" + number + "}", "in.thread: must be a number of less digits");
    }

    @Test
    void whatNoRuleTakesIsShownAsUnsupported() {
        Mapping mapping = Mapped.compile(
                "some.yaml",
                "in: {thread: .u, unsupported: .type, rules: {when: .text, message: .i, parts: {text: .text}}}");

        InboundEvent event = mapping.read(utf8("{\"u\":1,\"type\":\"poll\"}"), Mapped.arrival("shop"))
                .getFirst();

        assertThat(event.body())
                .isEqualTo(Message.of("", new Content.Unsupported("poll", "{\"u\":1,\"type\":\"poll\"}")));
        assertThat(event.header().key()).startsWith("event:").hasSize(70);
    }

    @Test
    void aTableThatIsALinkIsNotRead() throws IOException {
        Files.writeString(folder.resolve("secret.txt"), "a,b\n1,2\n");
        Files.createSymbolicLink(folder.resolve("table.csv"), folder.resolve("secret.txt"));
        Path file = folder.resolve("shop.yaml");
        Files.writeString(file, TEXTS.formatted("tables: {t: table.csv}"));

        assertThatThrownBy(() -> Mappings.compile(file))
                .hasMessage("shop.yaml:1: tables.t: there is no such file beside the mapping");
    }

    private static void assertRefused(String declared, String input, String told) {
        assertThatThrownBy(() -> compile(declared).read(utf8(input), Mapped.arrival("shop")))
                .isInstanceOf(UnmappableException.class)
                .hasMessageContaining(told);
    }

    private static Mapping compile(String declared) {
        return Mapped.compile("text.yaml", TEXTS.formatted(declared));
    }

    private static String text(Mapping mapping, byte[] input) {
        Message message =
                (Message) mapping.read(input, Mapped.arrival("shop")).getFirst().body();
        return ((Content.Text) message.parts().getFirst()).text();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
