package io.omnihub.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.drill.Word.Kind;
import io.omnihub.web.Api;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/// Visitors and agents at the sockets of some hubs: they write, are cut, come back; and the reckoning at the end.
final class SocketDrill implements AutoCloseable {

    /// What hubs need for it: a site without pages, and one address for all sockets.
    static final Map<String, String> SETTINGS = Map.of(
            "omnihub.sites.drill.app", "true",
            "omnihub.gateway.connections-per-address", "5000",
            "omnihub.gateway.frames-per-second", "200",
            "omnihub.gateway.heartbeat", "5s",
            "server.forward-headers-strategy", "native");

    /// How long all may take to come to rest.
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /// As many visitors an address may admit at once.
    private static final int ADMITTED_AT_ONCE = 50;

    /// So many requests an agent may send at once.
    private static final int MUCH = 900;

    /// An agent may watch 200 conversations.
    private static final int WATCHED = 100;

    private final List<HubProcess> hubs;
    private final Witness witness = new Witness();
    private final Crowd crowd;
    private final List<SocketVisitor> visitors = new ArrayList<>();
    private final List<Agent> agents = new ArrayList<>();
    private final Duration pause;
    private boolean writing = true;
    private Agent idle;

    /// @param hubs  running ones
    /// @param pause between two messages of a visitor, on average
    SocketDrill(List<HubProcess> hubs, int visitors, Duration pause) {
        this.hubs = hubs;
        this.pause = pause;
        crowd = new Crowd(witness, hubs.stream().map(HubProcess::gatewayPort).toList());
        IntStream.range(0, visitors).mapToObj(this::admit).forEach(this.visitors::add);
        for (int from = 0; from < visitors; from += WATCHED) {
            agents.add(agent(from, true));
        }
    }

    private SocketVisitor admit(int number) {
        Api.Answer answer = hubs.getFirst()
                .anonymous()
                .post(
                        "/api/v1/visitors",
                        "{\"site\":\"drill\"}",
                        "X-Forwarded-For",
                        "10.0.0." + (1 + number / ADMITTED_AT_ONCE));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return new SocketVisitor(crowd, "v" + number, answer.json());
    }

    private Agent agent(int from, boolean answers) {
        return new Agent(
                crowd, visitors.subList(from, Math.min(from + WATCHED, visitors.size())), this::ticket, answers);
    }

    /// From whichever hub answers: a ticket is good at all of them.
    private String ticket() {
        RuntimeException last = new IllegalStateException("there is no hub");
        for (HubProcess hub : hubs) {
            try {
                JsonNode answer = hub.api().post("/api/v1/tickets", "{}").json();
                // A hub that refuses is as good as one that is away.
                return answer.required("ticket").asString();
            } catch (RuntimeException e) {
                last = e;
            }
        }
        throw last;
    }

    /// Everybody comes and begins to write; the agents when there is something to be answered.
    void begin() {
        visitors.forEach(visitor -> {
            crowd.join(visitor);
            crowd.after(0, visitor::write);
        });
        Awaitility.await("every visitor's first message").atMost(PATIENCE).until(() -> crowd.ask(this::allAreSettled));
        agents.forEach(crowd::join);
        visitors.forEach(this::writeSoon);
    }

    private boolean allAreSettled() {
        return visitors.stream().allMatch(Person::isSettled);
    }

    private void writeSoon(SocketVisitor visitor) {
        crowd.after(ThreadLocalRandom.current().nextLong(2 * pause.toMillis()), () -> {
            if (writing) {
                visitor.write();
                writeSoon(visitor);
            }
        });
    }

    /// An agent who comes, asks for more than a socket's buffers hold, and reads nothing of it until the end.
    void addWhoDoesNotRead() {
        Agent agent = agent(0, false);
        agents.add(agent);
        crowd.join(agent);
        Awaitility.await("his first entries")
                .atMost(PATIENCE)
                .until(() -> crowd.ask(() -> agent.views().values().stream().anyMatch(view -> view.last() > 0)));
        crowd.ask(() -> {
            agent.reads(false);
            agent.askForMuch(MUCH);
            return true;
        });
        idle = agent;
    }

    void letRun(Duration time) {
        Awaitility.await().pollDelay(time).atMost(time.plusSeconds(10)).until(() -> true);
    }

    /// Breaks the connections of some, chosen at random.
    ///
    /// @param share of all, from 0 to 1
    void cut(double share) {
        crowd.ask(() -> {
            visitors.stream()
                    .filter(_ -> ThreadLocalRandom.current().nextDouble() < share)
                    .forEach(Person::cut);
            agents.stream()
                    .filter(agent -> !agent.equals(idle))
                    .filter(_ -> ThreadLocalRandom.current().nextDouble() < share)
                    .forEach(Person::cut);
            return true;
        });
    }

    /// `kill -9`.
    void kill(HubProcess hub) {
        hub.kill();
        witness.killed();
    }

    /// Waits until all has come to rest, prints what was found, and fails where the hub broke its word.
    ///
    /// @param at the hub that is asked what the log holds
    void reckon(String name, HubProcess at) {
        crowd.ask(() -> writing = false);
        crowd.ask(() -> {
            agents.forEach(agent -> agent.reads(true));
            return true;
        });
        SocketChecker checker = new SocketChecker(witness, new HubApi(at.api()), crowd, visitors, agents);
        Findings findings = checker.settled(PATIENCE);
        System.out.printf(
                "%s: accepted %,d messages, %,d replies; %d kills; %d ms to the agent for half, %d for 99 %%; %s%n",
                name,
                witness.accepted(Kind.MESSAGE),
                witness.accepted(Kind.REPLY),
                witness.kills(),
                crowd.millisToAgent(50),
                crowd.millisToAgent(99),
                findings);
        assertThat(witness.accepted(Kind.MESSAGE)).isGreaterThan(visitors.size());
        assertThat(witness.accepted(Kind.REPLY)).isGreaterThan(visitors.size());
        assertThat(findings.faults()).isEmpty();
        if (idle != null) {
            assertThat(crowd.ask(idle::connections))
                    .as("how often he who did not read had to connect")
                    .isGreaterThan(1);
        }
    }

    @Override
    public void close() {
        crowd.close();
        hubs.forEach(HubProcess::close);
    }
}
