package io.omnihub.hub;

import static io.omnihub.hub.DoorsApplication.INBOX;
import static io.omnihub.hub.DoorsApplication.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.omnihub.channel.ChannelStatus.Reason;
import io.omnihub.channel.ChannelStatuses;
import io.omnihub.channel.ChannelStatuses.Voice;
import io.omnihub.message.ChannelId;
import io.omnihub.message.Header;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.InboxId;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.message.TenantId;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;

/// What an integrator and an operator meet: routes that are wrong, stopped or gone.
class RoutesTests {

    private static ConfigurableApplicationContext hub;

    private final CamelContext camel = hub.getBean(CamelContext.class);
    private final ProducerTemplate template = hub.getBean(ProducerTemplate.class);

    @BeforeAll
    static void start(@TempDir Path directory) {
        hub = DoorsApplication.start(directory);
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @AfterEach
    void removeWhatWasAdded() throws Exception {
        for (String id : List.of("first", "second", "third")) {
            camel.getRouteController().stopRoute(id);
            camel.removeRoute(id);
        }
    }

    @Test
    void anEventOfAnInboxThatNobodyConfiguredIsRefused() {
        InboundEvent lost = text(new InboxId("nobody"), "amy", "m1", "hello");
        assertThatThrownBy(() -> template.sendBody("direct:java-in", lost))
                .rootCause()
                .isInstanceOf(InvalidMessageException.class)
                .hasMessage("header.inbox: the tenant default has no inbox nobody in its configuration");
        assertThatThrownBy(() -> template.sendBody("direct:java-in", List.of(text(INBOX, "amy", "m1", "hello"), lost)))
                .rootCause()
                .isInstanceOf(InvalidMessageException.class);
    }

    @Test
    void anEventOfAnotherChannelThanItsInboxsIsRefused() {
        InboundEvent right = text(INBOX, "amy", "m1", "hello");
        Header header = right.header();
        InboundEvent wrong = new InboundEvent(
                new Header(
                        header.tenant(),
                        new ChannelId("erp"),
                        header.inbox(),
                        header.direction(),
                        header.thread(),
                        header.routingKey(),
                        header.key(),
                        header.sender(),
                        header.sentAt(),
                        header.receivedAt(),
                        header.metadata(),
                        header.raw()),
                right.body());
        assertThatThrownBy(() -> template.sendBody("direct:java-in", wrong))
                .rootCause()
                .hasMessage("header.channel: the inbox shop is one of the channel test, not of erp");
    }

    @Test
    void whatTheHubRefusesIsRefusedToTheCallerInItsWordsByEachRouteOfThePolicy() {
        for (String route : List.of("direct:yaml-callback", "direct:yaml-callback-too")) {
            Exchange answer = template.request(
                    route,
                    exchange -> exchange.getMessage().setBody(text(new InboxId("nobody"), "amy", "m1", "hello")));
            assertThat(answer.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE))
                    .isEqualTo("422");
            assertThat(answer.getMessage().getBody(String.class)).contains("has no inbox nobody");
        }
    }

    @Test
    void aSecondTakerOfAChannelOrASubscriptionIsRefusedAndBothAreNamed() {
        assertThatThrownBy(() -> add("first", "hub:outbound?channel=yaml&concurrency=3"))
                .hasMessageContaining("the route first")
                .hasMessageContaining("can't take the messages to yaml: the route yaml-outbound (")
                .hasMessageContaining("doors.camel.yaml");
        assertThatThrownBy(() -> add("second", "hub:events?subscription=crm"))
                .hasMessageContaining("can't take the subscription crm: the route java-events (");
    }

    @Test
    void aSecondTakerOfAPathIsRefusedUnlessItTakesAnotherMethod() throws Exception {
        for (String path : List.of("/channels/twice", "/webhooks/twice")) {
            add("first", "platform-http:" + path + "/{inbox}?httpMethodRestrict=POST");
            assertThatThrownBy(() -> add("second", "platform-http:" + path + "/{other}"))
                    .hasMessageContaining("can't take the path %s/{}: the route first (", path);
            add("third", "platform-http:" + path + "/{inbox}?httpMethodRestrict=GET");
            removeWhatWasAdded();
        }
    }

    @Test
    void noCallerSaysWhoHasProvedHimself() throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("platform-http:/webhooks/who")
                        .routeId("first")
                        .setBody(exchange ->
                                exchange.getMessage().getHeaders().keySet().toString());
            }
        });
        String port = hub.getEnvironment().getRequiredProperty("local.server.port");
        try (HttpClient client = HttpClient.newHttpClient()) {
            String names = client.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/webhooks/who"))
                                    .header("HubTenant", "other")
                                    .header("hubinbox", "shop")
                                    .header("X-Hub-Signature", "s")
                                    .GET()
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
            assertThat(names)
                    .containsIgnoringCase("X-Hub-Signature")
                    .doesNotContainIgnoringCase("HubTenant", "HubInbox");
        }
    }

    @Test
    void twoRoutesOfOnePathAnswerEachItsMethod() throws Exception {
        add("first", "platform-http:/channels/both?httpMethodRestrict=POST");
        add("second", "platform-http:/channels/both?httpMethodRestrict=PUT");
        assertThat(call("POST", "/channels/both").body()).isEqualTo("first");
        assertThat(call("PUT", "/channels/both").body()).isEqualTo("second");
        assertThat(call("DELETE", "/channels/both").statusCode()).isEqualTo(405);
    }

    @Test
    void aStoppedRouteTellsThePlatformToComeAgainAndOneThatIsGoneDoesNot() throws Exception {
        add("first", "platform-http:/channels/stopping");
        assertThat(call("POST", "/channels/stopping").body()).isEqualTo("first");
        for (boolean suspended : new boolean[] {true, false}) {
            if (suspended) {
                camel.getRouteController().suspendRoute("first");
            } else {
                camel.getRouteController().stopRoute("first");
            }
            HttpResponse<String> answer = call("POST", "/channels/stopping");
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).contains("5");
        }
        camel.getRouteController().startRoute("first");
        assertThat(call("POST", "/channels/stopping").body()).isEqualTo("first");
        camel.getRouteController().stopRoute("first");
        camel.removeRoute("first");
        assertThat(call("POST", "/channels/stopping").statusCode()).isEqualTo(404);
    }

    /// It looks for messages of other nodes each 10 s.
    @Test
    void aRouteThatWaitsForMessagesEndsWithoutWaitingForOne() throws Exception {
        add("first", "hub:outbound?channel=quiet");
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread ->
                        thread.getName().equals("outbound-quiet") && thread.getState() == Thread.State.TIMED_WAITING));
        long begun = System.nanoTime();
        camel.getRouteController().stopRoute("first");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void whatAnOperatorStoppedIsNamedAndNoIllness() throws Exception {
        add("first", "platform-http:/channels/stopping");
        camel.getRouteController().stopRoute("first");
        Health routes =
                hub.getBean("routesHealthIndicator", HealthIndicator.class).health();
        assertThat(routes.getStatus()).isEqualTo(Status.UP);
        assertThat(routes.getDetails()).containsEntry("stopped", List.of("first"));
        assertThat(hub.getBean(HealthEndpoint.class).health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void processorsHaveTheNamesOfTheRouteFiles() throws Exception {
        assertThat(ManagementFactory.getPlatformMBeanServer()
                        .queryNames(
                                new ObjectName("org.apache.camel:type=processors,name=\"yaml-outbound-send\",*"), null))
                .isNotEmpty();
    }

    @Test
    void whatLiesInTheDatabaseAndHowInboxesDoIsMeasured() {
        MeterRegistry meters = hub.getBean(MeterRegistry.class);
        assertThat(meters.get("omnihub.delivery.open")
                        .tag("channel", "yaml")
                        .gauge()
                        .value())
                .isZero();
        assertThat(meters.get("omnihub.deadletters").gauge().value()).isZero();
        ChannelStatuses statuses = hub.getBean(ChannelStatuses.class);
        statuses.offline(TenantId.DEFAULT, INBOX, Voice.CONNECTOR, Reason.CLOSED, "frozen");
        assertThat(inState("offline")).isEqualTo(1);
        assertThat(inState("online")).isZero();
        statuses.online(TenantId.DEFAULT, INBOX, Voice.CONNECTOR);
        statuses.online(TenantId.DEFAULT, INBOX, Voice.DELIVERY);
        assertThat(inState("offline")).isZero();
        assertThat(inState("online")).isEqualTo(1);
        assertThat(meters.get("omnihub.inbox.held").tag("inbox", "shop").gauge().value())
                .isZero();
    }

    private double inState(String state) {
        return hub.getBean(MeterRegistry.class)
                .get("omnihub.inbox.state")
                .tags("inbox", "shop", "state", state)
                .gauge()
                .value();
    }

    private void add(String id, String from) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(from).routeId(id).setBody(constant(id));
            }
        });
    }

    private static HttpResponse<String> call(String method, String path) throws Exception {
        String port = hub.getEnvironment().getRequiredProperty("local.server.port");
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .method(method, HttpRequest.BodyPublishers.ofString("x"))
                            .build(),
                    BodyHandlers.ofString());
        }
    }
}
