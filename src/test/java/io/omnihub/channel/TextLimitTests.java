package io.omnihub.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class TextLimitTests {

    @Test
    void whatFitsStaysWhole() {
        assertThat(TextLimit.ofBytes(6).pieces("长长")).containsExactly("长长");
        assertThat(TextLimit.ofBytes(6).pieces("")).containsExactly("");
    }

    @Test
    void itIsCutBehindALineOrAWordWhereOneEndsLate() {
        assertThat(TextLimit.ofBytes(12).pieces("one two\nthree four")).containsExactly("one two\n", "three four");
        assertThat(TextLimit.ofBytes(12).pieces("one two three")).containsExactly("one two ", "three");
        assertThat(TextLimit.ofBytes(12).pieces("a bcdefghijklmno")).containsExactly("a bcdefghijk", "lmno");
    }

    @Test
    void noCharacterIsCutUnlessItIsLongerThanTheLimit() {
        assertThat(TextLimit.ofBytes(8).pieces("a👍🏽b👍🏽")).isEqualTo(List.of("a", "👍🏽", "b", "👍🏽"));
        String letter = "e" + "\u0301".repeat(20);
        assertThat(TextLimit.ofBytes(5).pieces(letter))
                .allSatisfy(piece -> assertThat(bytes(piece)).isLessThanOrEqualTo(5));
    }

    @Test
    void thePiecesOfAnyTextFitAndAreTheTextAgain() {
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            String text = random.ints(random.nextInt(400), 0, 0x20000)
                    .filter(c -> Character.getType(c) != Character.SURROGATE)
                    .mapToObj(Character::toString)
                    .collect(Collectors.joining());
            List<String> pieces = TextLimit.ofBytes(50).pieces(text);
            assertThat(String.join("", pieces)).isEqualTo(text);
            assertThat(pieces).allSatisfy(piece -> assertThat(bytes(piece)).isLessThanOrEqualTo(50));
        }
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
