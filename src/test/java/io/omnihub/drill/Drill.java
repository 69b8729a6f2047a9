package io.omnihub.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.drill.Word.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/// What every drill has: the platforms, a hub of its own that is connected to them, load, and the reckoning at the end.
final class Drill implements AutoCloseable {

    /// How long what the hub needs stays away.
    static final Duration AWAY = Duration.ofSeconds(Integer.getInteger("drill.away", 12));

    final Platforms platforms = new Platforms();
    final Witness witness = new Witness();
    final HubProcess hub;
    private Load load;

    /// The hub has its defaults.
    Drill(Path directory) {
        this(directory, Map.of());
    }

    /// @param settings of the hub beside those that connect it to the platforms, by their names
    Drill(Path directory, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(platforms.settings());
        all.putAll(settings);
        hub = new HubProcess(directory, all);
        platforms.pushTo(hub);
    }

    /// Starts the hub and the load on it.
    void begin() {
        hub.start();
        load = Load.begin(platforms.customers(), hubApi(), witness);
    }

    void letRun(Duration time) {
        Awaitility.await().pollDelay(time).atMost(time.plusSeconds(10)).until(() -> true);
    }

    /// Waits until a customer's conversation is there.
    ///
    /// @return its id
    String conversation(String customer) {
        return Awaitility.await("a customer's conversation")
                .atMost(Duration.ofSeconds(30))
                .until(() -> hubApi().conversations().get(customer), Objects::nonNull);
    }

    /// `kill -9`.
    void kill() {
        hub.kill();
        witness.killed();
    }

    /// `kill -9` when a reply has reached somebody on Feishu and the hub does not know it yet.
    void killAtReplyOnFeishu() {
        CountDownLatch killed = new CountDownLatch(1);
        platforms.atNextReplyOnFeishu(() -> {
            kill();
            killed.countDown();
        });
        Awaitility.await("a reply on Feishu").atMost(Duration.ofMinutes(1)).until(() -> killed.getCount() == 0);
    }

    HubApi hubApi() {
        return new HubApi(hub.api());
    }

    /// The longest that an agent waited for an answer.
    Duration slowestAnswer() {
        return load.slowest();
    }

    /// Ends the load, waits until all has come to its end, prints what was found, and fails where the hub broke its
    /// word.
    Findings reckon(String name) {
        load.end();
        Findings findings = new Checker(witness, hubApi(), platforms).settled();
        System.out.printf(
                "%s: accepted on WeChat %s, on Feishu %s; %d kills; %s; replies that Feishu got again and dropped %d%n",
                name,
                accepted(customer -> !Platforms.isOnFeishu(customer)),
                accepted(Platforms::isOnFeishu),
                witness.kills(),
                findings,
                platforms.feishu.repeated());
        assertThat(witness.accepted(Kind.MESSAGE)).isGreaterThan(100);
        assertThat(witness.accepted(Kind.REPLY)).isGreaterThan(10);
        assertThat(witness.accepted(Kind.MESSAGE, Platforms::isOnFeishu)).isGreaterThan(20);
        assertThat(witness.accepted(Kind.REPLY, Platforms::isOnFeishu)).isPositive();
        assertThat(findings.faults()).isEmpty();
        if (witness.kills() == 0 && hub.starts() == 1) {
            assertThat(Counters.compare(hubApi(), witness)).as("counters").isEmpty();
        }
        assertThat(findings.failed())
                .as("replies that were given up, but for those above WeChat's limit of replies in a row")
                .allMatch("45047"::equals);
        return findings;
    }

    private String accepted(Predicate<String> customers) {
        return "%,d messages, %,d replies, %,d notes"
                .formatted(
                        witness.accepted(Kind.MESSAGE, customers),
                        witness.accepted(Kind.REPLY, customers),
                        witness.accepted(Kind.NOTE, customers));
    }

    @Override
    public void close() {
        hub.close();
        platforms.close();
    }
}
