package io.omnihub.channel.fields;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.omnihub.channel.MalformedMessageException;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FormFieldsTests {

    @Test
    void fieldsAreReadInTheirOrderAndThoseOfOneNameTogether() {
        assertThat(read("From=%2B8613800138000&Body=a+b%20c&Media=1&media=2&Media=3"))
                .containsExactly(
                        Map.entry("From", List.of("+8613800138000")),
                        Map.entry("Body", List.of("a b c")),
                        Map.entry("Media", List.of("1", "3")),
                        Map.entry("media", List.of("2")));
    }

    @Test
    void whatIsLeftOutIsEmptyAndWhatIsNoneIsLeftOut() {
        assertThat(read("&a&b=&=c&&d=e=f&"))
                .containsExactly(
                        Map.entry("a", List.of("")),
                        Map.entry("b", List.of("")),
                        Map.entry("", List.of("c")),
                        Map.entry("d", List.of("e=f")));
        assertThat(read("")).isEmpty();
        assertThat(read("\r\n")).isEmpty();
        assertThat(read("a=1\r\n")).isEqualTo(Map.of("a", List.of("1")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=100%", "a=%zz", "a=%4", "a=%%41", "%=a", "a=%é1"})
    void aPercentSignThatBeginsNoByteIsAMistake(String field) {
        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> read("x=%41&" + field + "&y=1"))
                .withMessage("in field 2 a percent sign begins no byte");
    }

    @Test
    void eachCharsetIsReadEncodedOrAsItIsAndWhatIsNoneOfItIsReplaced() {
        Charset gbk = Charset.forName("GBK");
        assertThat(FormFields.read("text=%C4%E3%BA%C3&name=你好".getBytes(gbk), gbk))
                .isEqualTo(Map.of("text", List.of("你好"), "name", List.of("你好")));
        assertThat(read("a=%C4%E3")).isEqualTo(Map.of("a", List.of("\uFFFD\uFFFD")));
        assertThat(read("a=b%00c%01")).isEqualTo(Map.of("a", List.of(LegalText.of("b\0c\1"))));
    }

    @Test
    void fieldsAndTheirNamesAreBounded() {
        assertThat(read(fields(1_000))).hasSize(1_000);
        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> read(fields(1_001)))
                .withMessage("the form has more than 1000 fields");
        assertThat(read("a=1&" + "n".repeat(200) + "=x")).hasSize(2);
        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> read("a=1&" + "n".repeat(201) + "=x"))
                .withMessage("the name of field 2 is too long");
        // Of one name too.
        assertThatExceptionOfType(MalformedMessageException.class).isThrownBy(() -> read("a&".repeat(1_001)));
    }

    @Property(tries = 300)
    void whatIsWrittenIsRead(@ForAll String value) {
        String form = "a=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
        // Half a character can't be written.
        String written = new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        assertThat(read(form)).isEqualTo(Map.of("a", List.of(LegalText.of(written))));
    }

    private static String fields(int count) {
        return IntStream.range(0, count).mapToObj(i -> "f" + i + "=" + i).collect(Collectors.joining("&"));
    }

    private static Map<String, List<String>> read(String form) {
        return FormFields.read(form.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
