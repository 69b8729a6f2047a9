package io.omnihub.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
        following.takePage(List.of(entry(4, 3), entry(6, 4), entry(9, 6)), false);
        following.take(entry(4, 3));
        assertThat(told).containsExactly(4L, 6L, 9L);
        assertThat(following.isBehind()).isFalse();
        following.reaches(12);
        assertThat(following.isBehind()).isTrue();
    }

    @Test
    void whatTheHubKeepsNoMoreIsPassedOver() {
        List<Long> told = new ArrayList<>();
        Following following = new Following(entry -> told.add(entry.sequence()));
        following.after(50);
        following.reaches(57);
        following.takePage(List.of(entry(56, 55), entry(57, 56)), false);
        assertThat(told).containsExactly(56L, 57L);
        following.reaches(60);
        following.takePage(List.of(), false);
        assertThat(following.isBehind()).isFalse();
        following.take(entry(61, 60));
        assertThat(told).containsExactly(56L, 57L, 61L);
    }

    @Test
    void aConversationOfWhichNothingIsKeptBeginsWithWhatComes() {
        List<Long> told = new ArrayList<>();
        Following following = new Following(entry -> told.add(entry.sequence()));
        following.reaches(9);
        following.takePage(List.of(), false);
        following.take(entry(10, 9));
        assertThat(told).containsExactly(10L);
    }

    @Test
    void afterBusyNothingIsSentBeforeItsTimeIsOverAlsoByANewConnection() {
        Loop loop = new Loop();
        List<String> first = new CopyOnWriteArrayList<>();
        List<String> second = new CopyOnWriteArrayList<>();
        Outbox outbox = new Outbox(loop, new Shelf(new MemoryStore(), "me"), new Listener() {});
        loop.now(() -> {
            outbox.open(way(first));
            outbox.add("one", List.of(Part.text("1")));
            outbox.add("two", List.of(Part.text("2")));
            outbox.busy("one", 300);
            outbox.open(way(second));
            assertThat(second).isEmpty();
        });
        await().until(() -> second.size() == 1);
        assertThat(first).hasSize(1);
        loop.now(() -> outbox.acknowledged("one", 1));
        await().until(() -> second.size() == 2);
        assertThat(second.getFirst()).contains("\"one\"");
        assertThat(second.getLast()).contains("\"two\"");
        loop.stop();
    }

    @Test
    void whatWasOnItsWayWhenTheHubRefusedTheConnectionHasFailedAndTheNextGoesOn() {
        List<String> sent = new ArrayList<>();
        List<Unsent> told = new ArrayList<>();
        Loop loop = new Loop();
        Outbox outbox = new Outbox(loop, new Shelf(new MemoryStore(), "me"), new Listener() {
            @Override
            public void unsent(Unsent unsent) {
                told.add(unsent);
            }
        });
        Outbox.Way way = way(sent);
        outbox.open(way);
        outbox.add("one", List.of(Part.text("1")));
        outbox.add("two", List.of(Part.text("2")));
        assertThat(outbox.shut(way, Outbox.Blame.CERTAIN, new Problem("unreadable", "", false)))
                .isTrue();
        Problem problem = told.getLast().problem();
        assertThat(problem == null ? "" : problem.code()).isEqualTo("unreadable");
        outbox.open(way);
        assertThat(sent.getLast()).contains("\"two\"");
        outbox.again("one");
        assertThat(outbox.all()).extracting(Unsent::at).isSorted();
        assertThat(outbox.all().getLast().parts()).extracting(Part::text).containsExactly("1");
        loop.stop();
    }

    @Test
    void aStoreThatFailsStopsNothing() {
        List<String> sent = new ArrayList<>();
        List<IOException> failures = new ArrayList<>();
        Loop loop = new Loop();
        Store full = new Store() {
            @Override
            public void put(String name, String text) throws IOException {
                throw new IOException("no space left");
            }

            @Override
            public void remove(String name) throws IOException {
                throw new IOException("no such folder");
            }

            @Override
            public Map<String, String> all() throws IOException {
                throw new IOException("no such folder");
            }
        };
        Outbox outbox = new Outbox(loop, new Shelf(full, "me"), new Listener() {
            @Override
            public void storeFailed(IOException problem) {
                failures.add(problem);
            }
        });
        outbox.restore();
        outbox.open(way(sent));
        outbox.add("one", List.of(Part.text("1")));
        outbox.add("two", List.of(Part.text("2")));
        outbox.acknowledged("one", 1);
        outbox.acknowledged("two", 2);
        assertThat(sent).hasSize(2);
        assertThat(outbox.all()).isEmpty();
        assertThat(failures).hasSize(5);
        loop.stop();
    }

    @Test
    void whatAProcessWasWritingWhenItEndedIsTakenOver(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("a.new"), "fresh");
        Files.writeString(folder.resolve("b.json"), "old");
        Files.writeString(folder.resolve("b.new"), "half");
        FileStore store = new FileStore(folder.toFile());
        assertThat(store.all()).containsExactlyInAnyOrderEntriesOf(Map.of("a", "fresh", "b", "old"));
        store.put("a", "again");
        store.remove("b");
        assertThat(new FileStore(folder.toFile()).all()).containsExactlyEntriesOf(Map.of("a", "again"));
    }

    private static Outbox.Way way(List<String> sent) {
        return new Outbox.Way() {
            @Override
            public ByteString form(Map<String, @Nullable Object> frame) {
                return Encoding.JSON.write(frame);
            }

            @Override
            public void send(ByteString frame) {
                sent.add(frame.utf8());
            }

            @Override
            public void stuck(int times) {
                throw new AssertionError("nobody waits so long here");
            }
        };
    }

    private static Entry entry(long sequence, long previous) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("sequence", sequence);
        fields.put("previous", previous);
        return new Entry(fields);
    }
}
