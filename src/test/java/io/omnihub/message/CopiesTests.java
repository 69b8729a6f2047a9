package io.omnihub.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CopiesTests {

    @Test
    void anEntrysMetadataTellOfThem() {
        Copies copies = new Copies(List.of("a@x.example", "b@x.example", "a@x.example"), List.of("c@x.example"));

        assertThat(copies.facts()).isEqualTo(Map.of("cc", "a@x.example, b@x.example", "bcc", "c@x.example"));
        assertThat(Copies.of(copies.facts())).isEqualTo(copies);
        assertThat(Copies.of(Map.of("clientId", "x"))).isEqualTo(Copies.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "boss",
                "boss@",
                "@x.example",
                "a@b@x.example",
                "Boss <boss@x.example>",
                "a@x.example, b@x.example",
                "a@x.example\r\nBcc:b@x.example",
                "a;b@x.example",
                "\"a\"@x.example"
            })
    void whatIsMoreOrLessThanOneAddressIsRefusedByItsField(String wrong) {
        assertThatThrownBy(() -> new Copies(List.of(), List.of(wrong)))
                .isInstanceOfSatisfying(
                        InvalidMessageException.class,
                        refused -> assertThat(refused.field()).startsWith("bcc"));
    }

    @Test
    void oneThatIsTooLongIsRefusedAndSoAreTooManyTogether() {
        List<String> many =
                IntStream.range(0, 26).mapToObj(i -> i + "@x.example").toList();

        assertThat(new Copies(many.subList(0, 25), many.subList(0, 25)).cc()).hasSize(25);
        assertThatThrownBy(() -> new Copies(many, many.subList(0, 25))).isInstanceOf(InvalidMessageException.class);
        assertThatThrownBy(() -> new Copies(List.of("a".repeat(320) + "@x.example"), List.of()))
                .isInstanceOf(InvalidMessageException.class);
    }
}
