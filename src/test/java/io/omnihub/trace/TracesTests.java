package io.omnihub.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What goes along with a message, and which messages are followed.
final class TracesTests {

    private static final String ID = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String GIVEN = "00-" + ID + "-00f067aa0ba902b7-01";

    @Test
    void withoutACollectorWhatWasGivenGoesAlongAndIsFollowedByNobody() {
        try (Span span = Traces.off().door("x", GIVEN)) {
            assertThat(span.trace()).isEqualTo("00-" + ID + "-00f067aa0ba902b7-00");
            assertThat(span.context()).isEqualTo(span.trace());
        }
    }

    @Test
    void whatCameWithoutAnIdGetsOne() {
        try (Span span = Traces.off().door("x", null)) {
            assertThat(span.trace()).matches("[0-9a-f]{16}");
            assertThat(span.context()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\nforged line"
            })
    void aHeaderThatIsNoneIsAsIfThereWereNone(String header) {
        try (Span span = Traces.off().door("x", header)) {
            assertThat(span.trace()).matches("[0-9a-f]{16}").isNotEqualTo(ID);
        }
    }

    @Test
    void howItCameInGoesAlongAsOneFact() {
        Door door = new Door(GIVEN, Instant.parse("2026-11-30T18:00:00.123Z").toEpochMilli(), 7);

        Map<String, String> facts = door.in(Map.of("topic", "t-1"));

        assertThat(Door.of(facts)).isEqualTo(door);
        assertThat(facts).containsEntry("topic", "t-1");
        assertThat(Door.id(facts)).isEqualTo(ID);
        assertThat(Door.of(facts).givenAt()).contains(Instant.parse("2026-11-30T18:00:00.130Z"));
        assertThat(Door.of(Map.of("hub.door", "what somebody wrote; it"))).isEqualTo(new Door("", 0, 0));
        assertThat(Door.id(Map.of("clientId", "c-1"))).isEqualTo("c-1");
    }

    @Test
    void aTraceThatBeginsHereHasItsRootHere() {
        try (Collector collector = new Collector()) {
            try (Exporting exporting = new Exporting(new TracingProperties(collector.address(), 1, "x", ""))) {
                exporting.traces(1).door("root", null).close();
            }
            assertThat(collector.spans())
                    .singleElement()
                    .satisfies(span -> assertThat(span.parent()).isEmpty());
        }
    }

    @Test
    void aShareOfAllWaysIsFollowedWhateverCallersWant() {
        try (Collector collector = new Collector();
                Exporting exporting = new Exporting(new TracingProperties(collector.address(), 0.25, "x", ""))) {
            Traces traces = exporting.traces(0.25);
            List<String> trace = IntStream.range(0, 2_000)
                    .mapToObj(_ -> traces.door("x", null).trace())
                    .toList();

            assertThat(trace.stream().filter(Door::isSampled).count()).isBetween(350L, 650L);
            // Nobody can choose an id that is always followed; of one trace all is, or nothing.
            long chosen = IntStream.range(0, 200)
                    .filter(each -> {
                        String given = "00-%016x0000000000000000-00f067aa0ba902b7-01".formatted(each + 1);
                        boolean sampled = Door.isSampled(traces.door("x", given).trace());
                        assertThat(Door.isSampled(traces.door("x", given).trace()))
                                .isEqualTo(sampled);
                        return sampled;
                    })
                    .count();
            assertThat(chosen).isBetween(20L, 90L);
        }
    }
}
