package io.omnihub.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.omnihub.identity.Role;
import io.omnihub.message.ConversationId;
import io.omnihub.message.TenantId;
import io.omnihub.web.Api;
import io.omnihub.web.RunningHub;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Other systems are asked of a contact while an agent looks.
final class LookupsTests {

    private final RunningHub hub = RunningHub.shared();
    private final Api agent = hub.as(Role.AGENT);
    private final CamelContext camel = hub.bean(CamelContext.class);
    private final AtomicReference<Processor> system = new AtomicReference<>(_ -> {});
    private final String user = RunningHub.newUser();
    private final ConversationId conversation = hub.begin(TenantId.DEFAULT, user, "Hello");

    @BeforeEach
    void begin() throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("hub:lookup?name=crm&title=CRM&inbox=shop&timeout=400ms")
                        .routeId("lookup-crm")
                        .process(exchange -> system.get().process(exchange));
                from("hub:lookup?name=erp&inbox=shop").routeId("lookup-erp").setBody(constant("[]"));
            }
        });
    }

    @AfterEach
    void end() throws Exception {
        for (String route : List.of("lookup-crm", "lookup-erp")) {
            camel.getRouteController().stopRoute(route);
            camel.removeRoute(route);
        }
    }

    @Test
    void whatASystemAnswersIsShownAndNotKept() {
        AtomicReference<String> asked = new AtomicReference<>();
        system.set(exchange -> {
            asked.set(new String(exchange.getMessage().getBody(byte[].class), StandardCharsets.UTF_8));
            exchange.getMessage().setBody("[{\"type\": \"customer\", \"key\": \"c1\", \"title\": \"Gold\"}]");
        });
        JsonNode list = agent.get(lookups()).json().path("items");
        assertThat(list.valueStream().map(each -> each.path("title").asString()))
                .containsExactly("CRM", "erp");

        JsonNode answer = agent.get(lookups() + "/crm").json();
        assertThat(answer.path("records").path(0).path("title").asString()).isEqualTo("Gold");
        assertThat(answer.path("failure").asString("")).isEmpty();
        assertThat(answer.path("code").asString("")).isEmpty();
        assertThat(asked.get()).contains("\"shop\":\"" + user + "\"", "\"phone\":\"\"");
        assertThat(agent.get(lookups() + "/erp").json().path("records")).isEmpty();
        assertThat(agent.get(contact() + "/records").json().path("items")).isEmpty();
    }

    @Test
    void whatFailsSaysSoAndCanBeAskedAgain() {
        system.set(_ -> {
            throw new IllegalStateException("secret");
        });
        assertThat(failure()).isEqualTo("failed: It failed: a fault of the route, IllegalStateException.");
        system.set(exchange -> {
            exchange.getMessage().setHeader("CamelHttpResponseCode", 502);
            exchange.getMessage().setBody("[]");
        });
        assertThat(failure()).isEqualTo("refused: It answered with HTTP 502.");
        system.set(exchange -> exchange.getMessage().setBody("{\"type\": \"order\"}"));
        assertThat(failure()).isEqualTo("failed: It failed.");
        system.set(exchange -> exchange.getMessage().setBody("[]"));
        assertThat(failure()).isEmpty();
    }

    @Test
    void aSystemThatHangsHoldsNobodyUpAndNoMoreThanItsPlaces() throws InterruptedException {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch hanging = new CountDownLatch(16);
        system.set(_ -> {
            hanging.countDown();
            boolean waits = true;
            while (waits) {
                try {
                    go.await();
                    waits = false;
                } catch (InterruptedException _) {
                    // It does not listen.
                    waits = true;
                }
            }
        });
        try {
            String path = lookups() + "/crm";
            List<CompletableFuture<String>> asked = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                asked.add(CompletableFuture.supplyAsync(() -> failure(path)));
            }
            hanging.await();
            assertThat(failure()).isEqualTo("busy: It is asked too often just now.");
            assertThat(asked)
                    .allSatisfy(each -> assertThat(each.join()).isEqualTo("timeout: It took longer than 400 ms."));
            assertThat(agent.get(lookups() + "/erp").json().path("failure").asString(""))
                    .isEmpty();
        } finally {
            go.countDown();
        }
        system.set(exchange -> exchange.getMessage().setBody("[]"));
        await().untilAsserted(() -> assertThat(failure()).isEmpty());
    }

    @Test
    void anotherTenantsSystemsAreNotAsked() {
        Api stranger = hub.as(RunningHub.OTHER, Role.AGENT);
        assertThat(stranger.get(lookups()).json().path("items")).isEmpty();
        assertThat(stranger.get(lookups() + "/crm").status()).isEqualTo(404);
        assertThat(agent.get(lookups() + "/nothing").status()).isEqualTo(404);
    }

    private String failure() {
        return failure(lookups() + "/crm");
    }

    private String failure(String path) {
        JsonNode answer = agent.get(path).json();
        String failure = answer.path("failure").asString("");
        return failure.isEmpty() ? "" : answer.path("code").asString("") + ": " + failure;
    }

    private String lookups() {
        return contact() + "/lookups";
    }

    private String contact() {
        return "/api/v1/contacts/"
                + agent.get("/api/v1/conversations/" + conversation)
                        .json()
                        .path("contact")
                        .path("id")
                        .asString();
    }
}
