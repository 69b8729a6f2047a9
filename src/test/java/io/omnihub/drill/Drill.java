package io.omnihub.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.drill.Word.Kind;
import io.omnihub.simulator.wechat.PushMode;
import io.omnihub.simulator.wechat.SimulatedAccount;
import io.omnihub.simulator.wechat.WeChatSimulator;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;

/// What every drill has: the platform, a hub of its own that is connected to it, load, and the reckoning at the end.
final class Drill implements AutoCloseable {

    /// How long what the hub needs stays away.
    static final Duration AWAY = Duration.ofSeconds(Integer.getInteger("drill.away", 12));

    final WeChatSimulator platform = new WeChatSimulator(SimulatedAccount.sample(), Clock.systemUTC());
    final Witness witness = new Witness();
    final HubProcess hub;
    private Load load;

    /// The hub has its defaults.
    Drill(Path directory) {
        this(directory, Map.of());
    }

    /// @param settings of the hub beside those that connect it to the platform, by their names
    Drill(Path directory, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(HubProcess.inbox(platform));
        all.putAll(settings);
        hub = new HubProcess(directory, all);
        platform.pushesTo(hub.callback(), PushMode.SAFE);
        // The real platform waits as long, but calls again at times of its own.
        platform.pusher().waits(Duration.ofSeconds(5), Duration.ofMillis(1_500));
    }

    /// Starts the hub and the load on it.
    void begin() {
        hub.start();
        load = Load.begin(platform, hubApi(), witness);
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
        Findings findings = new Checker(witness, hubApi(), platform).settled();
        System.out.printf(
                "%s: accepted %,d messages, %,d replies, %,d notes; %d kills; %s%n",
                name,
                witness.accepted(Kind.MESSAGE),
                witness.accepted(Kind.REPLY),
                witness.accepted(Kind.NOTE),
                witness.kills(),
                findings);
        assertThat(witness.accepted(Kind.MESSAGE)).isGreaterThan(100);
        assertThat(witness.accepted(Kind.REPLY)).isGreaterThan(10);
        assertThat(findings.faults()).isEmpty();
        assertThat(findings.failed())
                .as("replies that were given up, but for those above the platform's limit of replies in a row")
                .allMatch("45047"::equals);
        return findings;
    }

    @Override
    public void close() {
        hub.close();
        platform.close();
    }
}
