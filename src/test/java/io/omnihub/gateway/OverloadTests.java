package io.omnihub.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.omnihub.conversation.Engine;
import io.omnihub.conversation.Outcome;
import io.omnihub.identity.Role;
import io.omnihub.message.Content;
import io.omnihub.message.Header;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.Keys;
import io.omnihub.message.Message;
import io.omnihub.message.Sender;
import io.omnihub.message.TenantId;
import io.omnihub.overload.Overload;
import io.omnihub.overload.OverloadOperations;
import io.omnihub.overload.Step;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.web.Api;
import io.omnihub.web.RunningHub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// A hub with small bounds, which is kept from storing for a while: what it gives up, in which order, and that it comes
/// back. What it has accepted is never given up.
final class OverloadTests {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static LiveHub live;
    private static Overload overload;

    @BeforeAll
    static void start() {
        live = LiveHub.start(
                "--omnihub.overload.waiting=250ms",
                "--omnihub.overload.after=0s",
                "--omnihub.overload.calm=100ms",
                "--omnihub.overload.at.typing=2",
                "--omnihub.overload.at.reads=5",
                "--omnihub.overload.at.lists=8",
                "--omnihub.overload.at.visitors=11",
                "--omnihub.gateway.heartbeat=1s");
        overload = live.hub.bean(Overload.class);
    }

    @AfterAll
    static void stop() {
        live.close();
    }

    @AfterEach
    void letGo() {
        live.hub.bean(OverloadOperations.class).letGo();
        await().atMost(PATIENCE).until(() -> !overload.isGivenUp(Step.TYPING));
    }

    @Test
    void stepsAreGivenUpInTheirOrderAndComeBackByThemselvesAndNothingThatWasTakenIsLost() {
        List<Long> heights = new CopyOnWriteArrayList<>();
        overload.onChange(() -> heights.add(height()));
        JsonNode known = live.visitor();
        Api agent = live.hub.as(Role.AGENT);
        List<CompletableFuture<Outcome>> taken = new ArrayList<>();
        try (HeldDatabase _ = new HeldDatabase()) {
            for (int i = 0; i < 50; i++) {
                taken.add(live.hub.bean(Engine.class).take(said("overload-" + i), false));
            }
            await().atMost(PATIENCE).until(() -> overload.isGivenUp(Step.VISITORS));
            assertThat(agent.get("/api/v1/conversations?status=open").status()).isEqualTo(200);
            Api.Answer list = agent.get("/api/v1/contacts");
            assertThat(list.status()).isEqualTo(503);
            assertThat(list.json().path("type").asString()).isEqualTo("urn:omnihub:problem:overloaded");
            assertThat(Integer.parseInt(list.header("Retry-After"))).isBetween(5, 15);
            Api.Answer stranger = newVisitor("");
            assertThat(stranger.status()).isEqualTo(503);
            assertThat(stranger.header("Retry-After")).isNotEmpty();
            assertThat(newVisitor(known.path("token").asString()).status()).isEqualTo(201);
            assertThat(agent.get("/api/v1/overload").json().path("givenUp").valueStream())
                    .extracting(JsonNode::asString)
                    .containsExactly("typing", "reads", "lists", "visitors");
            assertThat(live.hub.anonymous().get("/actuator/health/readiness").status())
                    .isEqualTo(200);
        }
        await().atMost(PATIENCE).until(() -> !overload.isGivenUp(Step.TYPING));

        assertThat(heights.getFirst()).isPositive();
        assertThat(heights.subList(0, heights.indexOf(4L))).isSorted();
        assertThat(heights.subList(heights.indexOf(4L), heights.size())).containsExactly(4L, 3L, 2L, 1L, 0L);
        assertThat(taken).allSatisfy(each -> assertThat(each.join()).isInstanceOf(Outcome.Stored.class));
        assertThat(agent.get("/api/v1/contacts").status()).isEqualTo(200);
        assertThat(newVisitor("").status()).isEqualTo(201);
        assertThat(live.hub
                        .bean(MeterRegistry.class)
                        .get("omnihub.overload.given.up")
                        .tag("what", "lists")
                        .counter()
                        .count())
                .isPositive();
    }

    @Test
    void agentsAreTheLastWhomTheEngineRefuses() {
        Engine engine = live.hub.bean(Engine.class);
        InboundEvent known = said(LiveHub.newId());
        engine.take(known, false).join();
        try (HeldDatabase _ = new HeldDatabase()) {
            for (int i = 0; i < 52_000; i++) {
                var _ = engine.take(known, false);
            }

            assertThat(engine.submit(said(LiveHub.newId()))).isCompletedExceptionally();
            assertThat(engine.submit(ofAgent(said(LiveHub.newId())))).isNotDone();
        }
    }

    @Test
    void whoTypesAndWhoIsThereIsNotShownAndWhoIsThereIsShownAfterwards() {
        JsonNode visitor = live.visitor();
        String conversation = visitor.path("conversation").asString();
        try (Client customer = live.visitor(visitor, "");
                Client agent = live.agent()) {
            customer.await("welcome");
            customer.say(LiveHub.newId(), "Hello");
            agent.send("{\"type\": \"watch\", \"conversation\": \"%s\"}".formatted(conversation));
            assertThat(presence(agent, conversation)).isEqualTo("online");
            hold("typing");
            customer.send("{\"type\": \"typing\", \"preview\": \"How\"}");
            customer.socket().abort();
            await().atMost(PATIENCE).until(() -> count("typing") >= 2);
            assertThat(agent.passed())
                    .noneMatch(frame -> frame.path("type").asString().equals("typing"));

            live.hub.bean(OverloadOperations.class).letGo();

            assertThat(presence(agent, conversation)).isEqualTo("offline");
        }
    }

    @Test
    void anAgentWhoLeavesMeanwhileIsShownAsGoneAfterwards() {
        try (Client ada = live.agent();
                Client bob = live.agent()) {
            ada.send("{\"type\": \"list\"}");
            bob.send("{\"type\": \"presence\", \"state\": \"away\"}");
            String account = "";
            while (account.isEmpty()) {
                JsonNode frame = ada.await("presence");
                account = frame.path("state").asString().equals("away")
                        ? frame.path("agent").asString()
                        : "";
            }
            hold("typing");
            double before = count("typing");
            bob.socket().abort();
            await().atMost(PATIENCE).until(() -> count("typing") > before);

            live.hub.bean(OverloadOperations.class).letGo();

            JsonNode told = ada.await("presence");
            while (!told.path("agent").asString().equals(account)) {
                told = ada.await("presence");
            }
            assertThat(told.path("state").asString()).isEqualTo("offline");
        }
    }

    @Test
    void howFarSomebodyHasReadIsStoredOnceWhenThatIsDoneAgain() {
        JsonNode visitor = live.visitor();
        try (Client customer = live.visitor(visitor, "");
                Client agent = live.agent()) {
            customer.await("welcome");
            long first = customer.say(LiveHub.newId(), "Hello");
            long second = customer.say(LiveHub.newId(), "Are you there?");
            String conversation = visitor.path("conversation").asString();
            agent.send("{\"type\": \"watch\", \"conversation\": \"%s\"}".formatted(conversation));
            hold("reads");
            for (long sequence : new long[] {first, second}) {
                agent.send("{\"type\": \"read\", \"conversation\": \"%s\", \"upTo\": %d}"
                        .formatted(conversation, sequence));
            }
            // Stored in order: no mark was before it.
            assertThat(customer.say(LiveHub.newId(), "Hello?")).isEqualTo(second + 1);
            await().atMost(PATIENCE).until(() -> count("reads") >= 2);

            live.hub.bean(OverloadOperations.class).letGo();

            JsonNode mark = customer.await("entry");
            while (!mark.path("entry").path("kind").asString().equals("read.marked")) {
                mark = customer.await("entry");
            }
            assertThat(mark.path("entry").path("sequence").asLong()).isEqualTo(second + 2);
            assertThat(mark.path("entry")
                            .path("change")
                            .path("upTo")
                            .path("sequence")
                            .asLong())
                    .isEqualTo(second);
        }
    }

    @Test
    void whoRunsTheHubHoldsItWhereHeWantsAndTheAuditTellsIt() {
        Api operator = live.hub.as(Role.OPERATOR);
        Api.Answer wrong = operator.post("/api/v1/overload/hold", "{\"step\": \"replies\"}");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.json().path("field").asString()).isEqualTo("step");

        assertThat(operator.post("/api/v1/overload/hold", "{\"step\": \"lists\"}")
                        .status())
                .isEqualTo(204);

        JsonNode shown = operator.get("/api/v1/overload").json();
        assertThat(shown.path("held").asBoolean()).isTrue();
        assertThat(shown.path("givenUp").size()).isEqualTo(3);
        assertThat(shown.path("pressures").propertyNames()).contains("buffer", "disk", "heap", "queue", "waiting");
        assertThat(live.hub
                        .as(Role.AGENT)
                        .get("/api/v1/overload")
                        .json()
                        .path("pressures")
                        .propertyNames())
                .isEmpty();
        assertThat(live.hub
                        .as(RunningHub.OTHER, Role.OPERATOR)
                        .delete("/api/v1/overload/hold")
                        .status())
                .isEqualTo(403);
        assertThat(operator.get("/actuator/health")
                        .json()
                        .path("components")
                        .path("overload")
                        .toString())
                .contains("\"UP\"", "lists", "\"held\":true");
        assertThat(operator.delete("/api/v1/overload/hold").status()).isEqualTo(204);
        assertThat(operator.delete("/api/v1/overload/hold").status()).isEqualTo(409);
        await().atMost(PATIENCE).until(() -> !overload.isGivenUp(Step.TYPING));
        assertThat(live.hub.as(Role.ADMIN).get("/api/v1/audit").text()).contains("overload.held", "overload.let.go");
    }

    private static void hold(String step) {
        live.hub.bean(OverloadOperations.class).hold(step);
    }

    private static long height() {
        return java.util.Arrays.stream(Step.values())
                .filter(overload::isGivenUp)
                .count();
    }

    private static double count(String step) {
        return live.hub
                .bean(MeterRegistry.class)
                .get("omnihub.overload.given.up")
                .tag("what", step)
                .counter()
                .count();
    }

    /// The last that is told of a contact.
    private static String presence(Client agent, String conversation) {
        while (true) {
            JsonNode frame = agent.await("presence");
            if (frame.path("conversation").asString().equals(conversation)) {
                return frame.path("state").asString();
            }
        }
    }

    private static Api.Answer newVisitor(String token) {
        return live.hub
                .anonymous()
                .post(
                        "/api/v1/visitors",
                        "{\"site\": \"web\", \"token\": \"%s\"}".formatted(token),
                        "Origin",
                        LiveHub.ORIGIN);
    }

    private static InboundEvent said(String id) {
        return RunningHub.event(
                TenantId.DEFAULT, id, Keys.message(id), new Message(id, List.of(new Content.Text(id)), null));
    }

    private static InboundEvent ofAgent(InboundEvent event) {
        Header header = event.header();
        return new InboundEvent(
                new Header(
                        header.tenant(),
                        header.channel(),
                        header.inbox(),
                        header.direction(),
                        header.thread(),
                        header.routingKey(),
                        header.key(),
                        new Sender(Sender.Kind.AGENT, "ada", "Ada"),
                        header.sentAt(),
                        header.receivedAt(),
                        header.metadata(),
                        header.raw()),
                event.body());
    }

    /// Keeps all others from writing.
    private static final class HeldDatabase implements AutoCloseable {

        private final CountDownLatch end = new CountDownLatch(1);
        private final Thread holder;

        HeldDatabase() {
            CountDownLatch begun = new CountDownLatch(1);
            holder = Thread.ofPlatform()
                    .start(() -> live.hub.bean(Database.class).write(Tenants.ALL, tx -> {
                        begun.countDown();
                        waitFor(end);
                        return 1;
                    }));
            waitFor(begun);
        }

        @Override
        public void close() {
            end.countDown();
            try {
                holder.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        private static void waitFor(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
