package io.omnihub.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

final class JavaClientPartsTests {

    @Test
    void readsWhatIsWritten() {
        Map<String, @Nullable Object> value = new LinkedHashMap<>();
        value.put("text", "你好 \"😀\" \\ \n\t\u0001");
        value.put("whole", Long.MAX_VALUE);
        value.put("part", -1.5e-3);
        value.put("list", Arrays.asList(true, false, null, new ArrayList<>(), new LinkedHashMap<>()));
        String text = Json.write(value);
        assertThat(Json.read(text)).isEqualTo(value);
        assertThat(JsonMapper.shared().readTree(text).path("text").asString()).isEqualTo(value.get("text"));
    }

    @Test
    void halfOfACharacterIsWrittenAsUnknown() {
        assertThat(Json.write("a\ud83db")).isEqualTo("\"a\ufffdb\"");
    }

    @Test
    void readsEscapesAndSpace() {
        assertThat(Json.read(" [ \"\\u4f60\\/\\b\" , {} , [ ] ] ")).isEqualTo(List.of("你/\b", Map.of(), List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[1,]", "{\"a\":}", "\"open", "tru", "1 2", "\"\\u12\"", "-", "{a:1}", "nul"})
    void saysWhereSomethingIsNoJson(String text) {
        assertThatThrownBy(() -> Json.read(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("character ");
    }

    @Test
    void endsWhereItIsTooDeep() {
        assertThatThrownBy(() -> Json.read("[".repeat(100_000)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("levels");
    }

    @Test
    void idsRiseAndAreUuidsOfVersionSeven() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            ids.add(Ids.next());
        }
        assertThat(ids).isSorted().doesNotHaveDuplicates().allMatch(id -> id.charAt(14) == '7');
    }

    @Test
    void entriesAreHandedOnOnceAndInOrderWhateverTheirOrder() {
        List<Long> told = new ArrayList<>();
        Following following = new Following(entry -> told.add(entry.sequence()));
        following.after(3);
        following.take(entry(9, 6));
        following.take(entry(6, 4));
        assertThat(following.isBehind()).isTrue();
        following.takePage(List.of(entry(4, 3), entry(6, 4), entry(9, 6)));
        following.take(entry(4, 3));
        assertThat(told).containsExactly(4L, 6L, 9L);
        assertThat(following.isBehind()).isFalse();
        following.reaches(12);
        assertThat(following.isBehind()).isTrue();
    }

    private static Entry entry(long sequence, long previous) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("sequence", sequence);
        fields.put("previous", previous);
        return new Entry(fields);
    }
}
