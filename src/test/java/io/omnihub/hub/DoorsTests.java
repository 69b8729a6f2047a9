package io.omnihub.hub;

import static io.omnihub.hub.DoorsApplication.INBOX;
import static io.omnihub.hub.DoorsApplication.YAML_INBOX;
import static io.omnihub.hub.DoorsApplication.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.omnihub.buffer.BufferUnavailableException;
import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.channel.MalformedMessageException;
import io.omnihub.conversation.Commands;
import io.omnihub.conversation.Conversation;
import io.omnihub.conversation.ConversationIds;
import io.omnihub.conversation.Conversations;
import io.omnihub.conversation.Hub;
import io.omnihub.conversation.Outcome;
import io.omnihub.deadletter.DeadLetter;
import io.omnihub.deadletter.DeadLetters;
import io.omnihub.delivery.Deliveries;
import io.omnihub.delivery.Delivery;
import io.omnihub.delivery.DeliveryId;
import io.omnihub.delivery.ReplayFailedException;
import io.omnihub.delivery.Replays;
import io.omnihub.hub.DoorsApplication.Platform;
import io.omnihub.hub.DoorsApplication.Subscriber;
import io.omnihub.hub.DoorsApplication.Switch;
import io.omnihub.identity.TenantRegistry;
import io.omnihub.log.Cursors;
import io.omnihub.log.LogReader;
import io.omnihub.log.LogTail;
import io.omnihub.message.Command;
import io.omnihub.message.Content;
import io.omnihub.message.ConversationId;
import io.omnihub.message.Entry;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.InboxId;
import io.omnihub.message.Receipt;
import io.omnihub.message.TenantId;
import io.omnihub.message.Typing;
import io.omnihub.message.Visibility;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.wire.ProtobufCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.catalog.impl.DefaultRuntimeCamelCatalog;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/// The doors in the whole application, with routes in Java and in YAML.
class DoorsTests {

    private static ConfigurableApplicationContext hub;

    private final String user = "user-" + UUID.randomUUID();
    private ProducerTemplate template;

    @BeforeAll
    static void start(@TempDir Path directory) {
        hub = DoorsApplication.start(directory);
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @BeforeEach
    void reset() {
        template = hub.getBean(ProducerTemplate.class);
        hub.getBean(Switch.class).failure = null;
        hub.getBean(Subscriber.class).fails = false;
    }

    @Test
    void whatIsHandedInStandsInTheLogOnce() {
        template.sendBody("direct:java-in", text(INBOX, user, user + "-1", "one"));
        template.sendBody(
                "direct:java-in",
                List.of(text(INBOX, user, user + "-1", "one"), text(INBOX, user, user + "-2", "two")));
        await().untilAsserted(() -> assertThat(texts(INBOX, user)).containsExactly("one", "two"));
    }

    @Test
    void anEventMayComeAsOurProtobufWhichNobodyTellsByItsBytes() {
        byte[] bytes = ProtobufCodec.encode(text(INBOX, user, user + "-p", "protobuf"));
        template.sendBodyAndHeader("direct:java-in", bytes, Exchange.CONTENT_TYPE, "application/x-protobuf");
        await().untilAsserted(() -> assertThat(texts(INBOX, user)).containsExactly("protobuf"));
        assertThatThrownBy(() -> template.sendBody("direct:java-in", bytes))
                .rootCause()
                .hasMessage("event: must be well-formed JSON in UTF-8");
    }

    @Test
    void somethingElseThanAnEventIsRefusedByName() {
        assertThatThrownBy(() -> template.sendBody("direct:java-in", 7))
                .isInstanceOf(CamelExecutionException.class)
                .rootCause()
                .hasMessage("hub:inbound takes inbound events, or the unified JSON or Protobuf of some, "
                        + "not a java.lang.Integer");
        assertThatThrownBy(() -> template.sendBody("direct:java-in", null))
                .rootCause()
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aWebhookIsOpenToItsRouteWhichLooksAtTheProof() {
        assertThat(call("/webhooks/shop", "X-Shop-Proof", "right").statusCode()).isEqualTo(200);
        assertThat(call("/webhooks/shop", "X-Shop-Proof", "right").body()).isEqualTo("thanks");
        assertThat(call("/webhooks/shop", "X-Shop-Proof", "wrong").statusCode()).isEqualTo(401);
    }

    @Test
    void besideTheWebhookNothingIsOpened() {
        assertThat(call("/webhooks/other", "X-Shop-Proof", "right").statusCode())
                .isEqualTo(404);
        assertThat(call("/webhooks", "X-Shop-Proof", "right").statusCode()).isIn(401, 404);
        assertThat(call("/webhooks/shop/../../api/v1/me", "X-Shop-Proof", "right")
                        .statusCode())
                .isIn(400, 401, 404);
        assertThat(call("/api/v1/me", "X-Shop-Proof", "right").statusCode()).isEqualTo(401);
    }

    @Test
    void anAnswerHasTheHeadersThatTheRouteSetAndNoneOfTheRequest() {
        HttpResponse<String> answer = call(
                "/webhooks/shop",
                "X-Shop-Proof",
                "right",
                "X-Secret",
                "echo",
                "Cookie",
                "a=b",
                "Authorization",
                "mine");

        assertThat(answer.headers().map().keySet())
                .contains("x-answer")
                .doesNotContain("x-secret", "x-shop-proof", "cookie", "authorization", "user-agent", "host");
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).doesNotContain("vnd.shop");
    }

    @Test
    void aRouteAtAPathThatNeedsALoginIsRefusedByName() {
        CamelContext camel = hub.getBean(CamelContext.class);
        assertThatThrownBy(() -> camel.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("platform-http:/shop").to("direct:nowhere");
                    }
                }))
                .hasStackTraceContaining("platform-http:/shop must begin with /channels/ or /webhooks/");
    }

    /// Bytes in a type of the caller's own.
    private static HttpResponse<String> call(String path, String... headers) {
        int port = ((ServletWebServerApplicationContext) hub).getWebServer().getPort();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .header("Content-Type", "application/vnd.shop+json")
                            .headers(headers)
                            .POST(HttpRequest.BodyPublishers.ofString("{}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void typingIsNotStored() {
        InboundEvent typing = new InboundEvent(text(INBOX, user, "t", "t").header(), new Typing(""));
        template.sendBody("direct:java-in", List.of(typing, text(INBOX, user, user + "-1", "one")));
        await().untilAsserted(() -> assertThat(texts(INBOX, user)).containsExactly("one"));
    }

    @Test
    void aFullBufferIsToldToTheCallerByThePolicy() {
        hub.getBean(Switch.class).failure =
                new BufferUnavailableException(BufferUnavailableException.Reason.FULL, "full");
        Exchange answer = template.request(
                "direct:yaml-callback", exchange -> exchange.getMessage().setBody(text(INBOX, user, "x", "x")));
        assertThat(answer.getException()).isNull();
        assertThat(answer.getMessage().getHeaders())
                .containsEntry(Exchange.HTTP_RESPONSE_CODE, "503")
                .containsEntry("Retry-After", "5");
    }

    @Test
    void aReplyGoesOutInOrderByARouteInJavaAndItsReceiptStandsInTheLog() {
        begin(INBOX);
        DeliveryId first = reply(INBOX, user + " 1");
        DeliveryId second = reply(INBOX, user + " 2");
        awaitState(first, Delivery.State.SENT);
        awaitState(second, Delivery.State.SENT);
        assertThat(mine(platform("javaPlatform"))).isEqualTo(List.of(user + " 1 1", user + " 2 1"));
        assertThat(delivery(first).externalId()).startsWith("p-").endsWith(first.toString());
        await().untilAsserted(() ->
                assertThat(kinds(INBOX)).filteredOn("receipt.recorded"::equals).hasSize(2));
    }

    @Test
    void aHiccupGetsQuickRetriesByThePolicyUnlessTheMessageMayHaveBeenTaken() {
        begin(YAML_INBOX);
        Platform platform = platform("yamlPlatform");
        platform.fails(Platform.busy(false), Platform.busy(false));
        DeliveryId quick = reply(YAML_INBOX, user + " quick");
        awaitState(quick, Delivery.State.SENT);
        assertThat(delivery(quick).attempts()).isEqualTo(1);
        assertThat(mine(platform)).hasSize(3);

        platform.fails(Platform.busy(true));
        DeliveryId slow = reply(YAML_INBOX, user + " slow");
        awaitState(slow, Delivery.State.SENT);
        assertThat(delivery(slow).attempts()).isEqualTo(2);
        assertThat(delivery(slow).maybeRepeated()).isTrue();
    }

    @Test
    void aDoubtEndsTheQuickRetriesAndStaysWhateverComesNext() {
        begin(YAML_INBOX);
        Platform platform = platform("yamlPlatform");
        platform.fails(Platform.busy(false), Platform.busy(true));
        DeliveryId sent = reply(YAML_INBOX, user + " sent");
        awaitState(sent, Delivery.State.SENT);
        assertThat(mine(platform)).containsExactly(user + " sent 1", user + " sent 1", user + " sent 2");
        assertThat(delivery(sent).maybeRepeated()).isTrue();
        assertThat(receipt(YAML_INBOX, sent).maybeRepeated()).isTrue();

        platform.fails(Platform.busy(false), Platform.busy(true), new ChannelRejectedException("45015", "too late"));
        DeliveryId failed = reply(YAML_INBOX, user + " failed");
        awaitState(failed, Delivery.State.FAILED);
        assertThat(delivery(failed).maybeRepeated()).isTrue();
        assertThat(receipt(YAML_INBOX, failed))
                .returns(true, Receipt::maybeRepeated)
                .returns("45015", Receipt::code);
    }

    @Test
    void aDoubtIsKeptThoughARouteRetriesWithoutAsking() {
        begin(INBOX);
        platform("javaPlatform").fails(Platform.busy(true), Platform.busy(false));
        DeliveryId sent = reply(INBOX, user + " sent");
        awaitState(sent, Delivery.State.SENT);
        assertThat(delivery(sent).attempts()).isEqualTo(1);
        assertThat(receipt(INBOX, sent).maybeRepeated()).isTrue();
        ChannelRejectedException late = new ChannelRejectedException("45015", "too late");
        platform("javaPlatform").fails(Platform.busy(true), late, late);
        DeliveryId failed = reply(INBOX, user + " failed");
        awaitState(failed, Delivery.State.FAILED);
        assertThat(receipt(INBOX, failed).maybeRepeated()).isTrue();
        DeliveryId plain = reply(INBOX, user + " plain");
        awaitState(plain, Delivery.State.SENT);
        assertThat(receipt(INBOX, plain).maybeRepeated()).isFalse();
    }

    @Test
    void whatOnlyTimeMendsGetsNoQuickRetry() {
        begin(YAML_INBOX);
        Platform platform = platform("yamlPlatform");
        platform.fails(Platform.busy(false), ChannelUnavailableException.later("the quota is used up"));
        awaitState(reply(YAML_INBOX, user + " x"), Delivery.State.SENT);
        assertThat(mine(platform)).containsExactly(user + " x 1", user + " x 1", user + " x 2");
    }

    @Test
    void aRefusalFailsAndAFaultIsTriedAgain() {
        begin(YAML_INBOX);
        platform("yamlPlatform").fails(new ChannelRejectedException("45015", "too late"));
        DeliveryId refused = reply(YAML_INBOX, "refused");
        awaitState(refused, Delivery.State.FAILED);
        assertThat(delivery(refused).code()).isEqualTo("45015");

        platform("yamlPlatform").fails(new IllegalStateException("a bug"));
        DeliveryId faulted = reply(YAML_INBOX, "faulted");
        awaitState(faulted, Delivery.State.SENT);
        assertThat(delivery(faulted).maybeRepeated()).isTrue();
    }

    @Test
    void aSubscriptionGetsWhatItWantsInOrderAndNothingIsSkippedWhenItsRouteFails() {
        Subscriber subscriber = hub.getBean(Subscriber.class);
        begin(INBOX);
        await().until(() -> subscriber.texts().contains("hi " + user));
        subscriber.fails = true;
        int before = subscriber.headers.size();
        template.sendBody(
                "direct:java-in",
                List.of(text(INBOX, user, user + "-1", user + " one"), text(INBOX, user, user + "-2", user + " two")));
        await().until(() -> subscriber.headers.size() >= before + 2);
        subscriber.fails = false;

        await().until(() -> subscriber.texts().contains(user + " two"));
        assertThat(subscriber.texts().stream().filter(text -> text.startsWith(user)))
                .containsExactly(user + " one", user + " two");
        assertThat(subscriber.got).allMatch(entry -> entry.kind().publicName().equals("message.created"));
        assertThat(subscriber.headers.getLast())
                .containsEntry("HubType", "message.created")
                .containsEntry("HubTenant", "default")
                .containsEntry("HubConversation", id(INBOX).value())
                .containsKeys("HubSequence", "HubPosition");
    }

    @Test
    void anOperatorSetsASubscriptionBackByJmx() throws Exception {
        Subscriber subscriber = hub.getBean(Subscriber.class);
        begin(INBOX);
        await().until(() -> subscriber.texts().contains("hi " + user));
        ObjectName name = mbean("hub://events");
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        assertThat(server.getAttribute(name, "Subscription")).isEqualTo("crm");
        assertThat(server.getAttribute(name, "Partitions")).isEqualTo("[0]");
        server.invoke(name, "reset", new Object[] {0, 0L}, new String[] {"int", "long"});
        await().until(() ->
                subscriber.texts().stream().filter(("hi " + user)::equals).count() == 2);
    }

    @Test
    void whatRunsForEverIsShownToOperators() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();

        assertThat(server.queryNames(new ObjectName("io.omnihub:type=Loop,*"), null))
                .extracting(name -> ObjectName.unquote(name.getKeyProperty("name")))
                .contains("engine-0", "log-feed-0", "delivery-0", "outbound-test", "events.crm-0", "key-sweep");
        ObjectName engine = new ObjectName("io.omnihub:type=Loop,name=\"engine-0\"");
        assertThat(server.getAttribute(engine, "State")).isIn("WORKING", "RESTING");
        assertThat((Long) server.getAttribute(engine, "Steps")).isPositive();
    }

    @Test
    void aSubscriptionWhoseLeaseAnotherNodeHasTakenStopsAndGoesOnAfterIt() {
        Subscriber subscriber = hub.getBean(Subscriber.class);
        begin(INBOX);
        await().until(() -> subscriber.texts().contains("hi " + user));
        // As a frozen node would find it: the lease has run out and is another's.
        hub.getBean(Database.class)
                .write(
                        Tenants.ALL,
                        tx -> tx.sql()
                                .sql("update cursor set owner = 'other', epoch = epoch + 1, until = ? where name = ?")
                                .params(System.currentTimeMillis() + 4_000, "events.crm")
                                .update());
        long position = hub.getBean(LogReader.class).lastPosition(0);
        await().until(() -> !served());
        template.sendBody("direct:java-in", text(INBOX, user, user + "-1", user + " one"));
        await().until(() -> hub.getBean(LogReader.class).lastPosition(0) > position);
        assertThat(cursorOwner()).isEqualTo("other");

        await().until(() -> subscriber.texts().contains(user + " one"));
        assertThat(cursorOwner()).isNotEqualTo("other");
    }

    @Test
    void anEntryThatCantBeReadIsLeftToAnotherNodeUntilItCanBe() {
        Subscriber subscriber = hub.getBean(Subscriber.class);
        begin(INBOX);
        await().until(() -> subscriber.texts().contains("hi " + user));
        // It is far behind, so it reads the table.
        byte[] sound = body();
        body(new byte[] {(byte) 0xff});
        hub.getBean(LogTail.class).forget(0);
        hub.getBean(Cursors.class).reset("events.crm", 0, 0);
        long epoch = epoch();

        // It was given back and taken anew, so that others had their turn.
        await().until(() -> epoch() >= epoch + 3);

        body(sound);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> subscriber.texts().stream()
                                .filter(("hi " + user)::equals)
                                .count()
                        == 2);
    }

    private static byte[] body() {
        return hub.getBean(Database.class)
                .read(
                        Tenants.ALL,
                        tx -> tx.sql()
                                .sql("select body from entry where id = 1")
                                .query((rows, _) -> rows.getBytes(1))
                                .single());
    }

    private static void body(byte[] bytes) {
        hub.getBean(Database.class)
                .write(
                        Tenants.ALL,
                        tx -> tx.sql()
                                .sql("update entry set body = ? where id = 1")
                                .param(bytes)
                                .update());
    }

    private static long epoch() {
        return hub.getBean(Database.class)
                .read(
                        Tenants.ALL,
                        tx -> tx.sql()
                                .sql("select epoch from cursor where name = 'events.crm'")
                                .query(Long.class)
                                .single());
    }

    @Test
    void outboundDoorsShowTheirNumbersByJmx() throws Exception {
        begin(INBOX);
        awaitState(reply(INBOX, "jmx"), Delivery.State.SENT);
        ObjectName name = mbean("hub://outbound?channel=test");
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        assertThat(server.getAttribute(name, "Channel")).isEqualTo("test");
        await().untilAsserted(() ->
                assertThat((Long) server.getAttribute(name, "Sent")).isPositive());
        await().untilAsserted(
                        () -> assertThat(server.getAttribute(name, "InFlight")).isEqualTo(0));
    }

    @Test
    void whatCannotBeUnderstoodIsADeadLetterAndIsReplayedToOneMessage() {
        hub.getBean(Switch.class).failure = new MalformedMessageException("MsgType is missing", null);
        Exchange answer = giveUp(user + " raw");
        assertThat(answer.getException()).isNull();
        giveUp(user + " raw");
        await().until(() -> !letters().isEmpty());
        assertThat(letters()).hasSize(1);
        DeadLetter letter = letters().getFirst();
        assertThat(letter.route()).isEqualTo("yaml-give-up");
        assertThat(letter.reason()).isEqualTo("MsgType is missing");
        assertThat(letter.channel()).isEqualTo("test");
        assertThat(letter.replayTo()).isEqualTo("direct:yaml-again");
        assertThat(letter.contentType()).isEqualTo("text/plain");

        Replays replays = hub.getBean(Replays.class);
        assertThat(replays.replay(TenantId.DEFAULT, letter.id())).isTrue();
        assertThat(replays.replay(TenantId.DEFAULT, letter.id())).isTrue();
        await().untilAsserted(() -> assertThat(texts(INBOX, "shop-user")).contains(user + " raw"));
        assertThat(texts(INBOX, "shop-user").stream().filter((user + " raw")::equals))
                .hasSize(1);
        assertThat(letters().getFirst().replayedAt()).isNotNull();
        assertThat(replays.replay(TenantId.DEFAULT, "unknown")).isFalse();
    }

    /// A dead letter that names who is to take it again.
    private DeadLetter stored(String replayTo) {
        DeadLetter letter = new DeadLetter(
                UUID.randomUUID().toString(),
                TenantId.DEFAULT,
                "test",
                "shop",
                user,
                "some reason",
                DeadLetter.Kind.RAW,
                user,
                "text/plain",
                new byte[] {1},
                replayTo,
                java.time.Instant.EPOCH,
                null);
        store(letter);
        return letter;
    }

    @Test
    void aReplayThatFailsAgainLeavesTheDeadLetterAsItWas() {
        DeadLetter letter = stored("direct:nobody");
        Replays replays = hub.getBean(Replays.class);
        assertThatThrownBy(() -> replays.replay(TenantId.DEFAULT, letter.id()))
                .isInstanceOf(ReplayFailedException.class)
                .hasMessage("The route direct:nobody does not run.");
        assertThat(find(letter).replayedAt()).isNull();
    }

    @Test
    void aDeadLetterCannotNameAnEndpointOutside() {
        DeadLetter letter = stored("file:/tmp");
        assertThatThrownBy(() -> hub.getBean(Replays.class).replay(TenantId.DEFAULT, letter.id()))
                .isInstanceOf(ReplayFailedException.class);
    }

    @Test
    void wrongDoorsAndOptionsAreNamed() {
        CamelContext camel = hub.getBean(CamelContext.class);
        assertThat(Map.of(
                        "hub:nowhere", "There is no door hub:nowhere",
                        "hub:outbound", "channel must be given",
                        "hub:outbound?channel=A!", "channel must be",
                        "hub:outbound?channel=a&concurrency=0", "concurrency must be",
                        "hub:events?types=message.created", "subscription must be given",
                        "hub:events?subscription=a&types=message.made", "no event of the type message.made",
                        "hub:events?subscription=a&from=yesterday", "from must be",
                        "hub:deadletter?replay=file:x", "replay must be",
                        "hub:inbound?speed=fast", "speed"))
                .allSatisfy((uri, problem) -> assertThatThrownBy(() -> camel.getEndpoint(uri))
                        .rootCause()
                        .hasMessageContaining(problem));
        assertThatThrownBy(() -> camel.getEndpoint("hub:inbound").createConsumer(_ -> {}))
                .hasMessageContaining("after \"to\"");
        assertThatThrownBy(() -> camel.getEndpoint("hub:outbound?channel=a").createProducer())
                .hasMessageContaining("after \"from\"");
    }

    @Test
    void theCatalogKnowsTheComponentsOptions() {
        var catalog = new DefaultRuntimeCamelCatalog();
        catalog.setCamelContext(hub.getBean(CamelContext.class));
        catalog.start();
        assertThat(catalog.validateEndpointProperties("hub:outbound?channel=a&concurrency=4")
                        .isSuccess())
                .isTrue();
        assertThat(catalog.validateEndpointProperties("hub:events?subscription=a&from=start")
                        .isSuccess())
                .isTrue();
        assertThat(catalog.validateEndpointProperties("hub:deadletter?replay=direct:a")
                        .isSuccess())
                .isTrue();
        assertThat(catalog.validateEndpointProperties("hub:nowhere").isSuccess())
                .isFalse();
        assertThat(catalog.validateEndpointProperties("hub:events?from=x").isSuccess())
                .isFalse();
        assertThat(catalog.validateEndpointProperties("hub:outbound?chanel=a").getUnknown())
                .containsExactly("chanel");
    }

    private void begin(InboxId inbox) {
        template.sendBody("direct:java-in", text(inbox, user, user + "-0", "hi " + user));
        await().until(() -> hub.getBean(Conversations.class)
                .find(TenantId.DEFAULT, id(inbox))
                .isPresent());
    }

    private DeliveryId reply(InboxId inbox, String text) {
        Conversation conversation = hub.getBean(Conversations.class)
                .find(TenantId.DEFAULT, id(inbox))
                .orElseThrow();
        Command reply = new Command.Reply(List.of(new Content.Text(text)), null, 0);
        Commands commands = hub.getBean(Commands.class);
        Outcome.Stored stored = (Outcome.Stored) commands.carryOut(
                commands.check(Hub.ANN, conversation, reply), UUID.randomUUID().toString());
        return new DeliveryId(stored.conversation(), stored.sequence());
    }

    private static boolean served() throws Exception {
        return !ManagementFactory.getPlatformMBeanServer()
                .getAttribute(mbean("hub://events"), "Partitions")
                .equals("[]");
    }

    private static String cursorOwner() {
        return hub.getBean(Database.class)
                .read(
                        Tenants.ALL,
                        tx -> tx.sql()
                                .sql("select owner from cursor where name = 'events.crm'")
                                .query(String.class)
                                .single());
    }

    private Exchange giveUp(String text) {
        return template.request("direct:yaml-give-up", exchange -> {
            exchange.getMessage().setBody(text.getBytes(StandardCharsets.UTF_8));
            exchange.getMessage().setHeader("HubTenant", "default");
            exchange.getMessage().setHeader("HubInbox", "shop");
            exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "text/plain");
        });
    }

    private List<DeadLetter> letters() {
        Database database = hub.getBean(Database.class);
        return database
                .read(
                        Tenants.of(TenantId.DEFAULT),
                        tx -> hub.getBean(DeadLetters.class).list(tx, TenantId.DEFAULT, Long.MAX_VALUE, "", 1_000))
                .stream()
                .filter(letter -> new String(letter.body(), StandardCharsets.UTF_8).startsWith(user))
                .toList();
    }

    private static void store(DeadLetter letter) {
        hub.getBean(Database.class).write(Tenants.of(TenantId.DEFAULT), tx -> {
            hub.getBean(DeadLetters.class).add(tx, letter);
            return letter;
        });
    }

    private static DeadLetter find(DeadLetter letter) {
        return hub.getBean(Database.class)
                .read(
                        Tenants.of(TenantId.DEFAULT),
                        tx -> hub.getBean(DeadLetters.class).find(tx, TenantId.DEFAULT, letter.id()))
                .orElseThrow();
    }

    private static void awaitState(DeliveryId id, Delivery.State state) {
        Deliveries deliveries = hub.getBean(Deliveries.class);
        await().until(() -> deliveries
                .find(TenantId.DEFAULT, id)
                .filter(delivery -> delivery.state() == state)
                .isPresent());
    }

    private static Delivery delivery(DeliveryId id) {
        return hub.getBean(Deliveries.class).find(TenantId.DEFAULT, id).orElseThrow();
    }

    /// The last word of the ledger on a delivery, as it stands in the log.
    private Receipt receipt(InboxId inbox, DeliveryId id) {
        await().until(() -> receipts(inbox, id).findAny().isPresent());
        return receipts(inbox, id).toList().getLast();
    }

    private Stream<Receipt> receipts(InboxId inbox, DeliveryId id) {
        return hub
                .getBean(LogReader.class)
                .ofConversation(TenantId.DEFAULT, id(inbox), 0, 1_000, Visibility.AGENTS)
                .stream()
                .map(Entry::change)
                .filter(Receipt.class::isInstance)
                .map(Receipt.class::cast)
                .filter(receipt -> receipt.target().sequence() == id.sequence());
    }

    private static Platform platform(String name) {
        return hub.getBean(name, Platform.class);
    }

    private List<String> mine(Platform platform) {
        return platform.got.stream().filter(text -> text.startsWith(user)).toList();
    }

    private ConversationId id(InboxId inbox) {
        return id(inbox, user);
    }

    private static ConversationId id(InboxId inbox, String user) {
        byte[] key = hub.getBean(TenantRegistry.class)
                .find(TenantId.DEFAULT)
                .orElseThrow()
                .idKey();
        return ConversationIds.of(key, inbox, user);
    }

    private List<String> kinds(InboxId inbox) {
        return hub
                .getBean(LogReader.class)
                .ofConversation(TenantId.DEFAULT, id(inbox), 0, 1_000, Visibility.AGENTS)
                .stream()
                .map(entry -> entry.kind().publicName())
                .toList();
    }

    private static List<String> texts(InboxId inbox, String user) {
        return hub
                .getBean(LogReader.class)
                .ofConversation(TenantId.DEFAULT, id(inbox, user), 0, 1_000, Visibility.EVERYONE)
                .stream()
                .map(entry -> entry.change())
                .filter(io.omnihub.message.Message.class::isInstance)
                .map(io.omnihub.message.Message.class::cast)
                .map(message -> ((Content.Text) message.parts().getFirst()).text())
                .toList();
    }

    private static ObjectName mbean(String uri) throws Exception {
        CamelContext camel = hub.getBean(CamelContext.class);
        return ManagementFactory.getPlatformMBeanServer()
                .queryNames(
                        new ObjectName("org.apache.camel:type=endpoints,context=" + camel.getManagementName() + ",*"),
                        null)
                .stream()
                .filter(name -> name.getKeyProperty("name").contains(uri.replace("?", "\\?")))
                .findFirst()
                .orElseThrow();
    }
}
