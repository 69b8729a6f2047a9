package io.omnihub.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.omnihub.channel.BlobsInMemory;
import io.omnihub.channel.Capabilities;
import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.channel.FileLinks;
import io.omnihub.channel.Inbox;
import io.omnihub.channel.Inboxes;
import io.omnihub.channel.Sent;
import io.omnihub.channel.TextLimit;
import io.omnihub.channel.send.SendingProcessor;
import io.omnihub.message.ChannelId;
import io.omnihub.message.Content;
import io.omnihub.message.ConversationId;
import io.omnihub.message.InboxId;
import io.omnihub.message.Media;
import io.omnihub.message.Message;
import io.omnihub.message.Outbound;
import io.omnihub.message.OutboundEdit;
import io.omnihub.message.OutboundHeader;
import io.omnihub.message.OutboundMessage;
import io.omnihub.message.OutboundRead;
import io.omnihub.message.OutboundRecall;
import io.omnihub.message.OutboundTyping;
import io.omnihub.message.PlatformCall;
import io.omnihub.message.Sender;
import io.omnihub.message.TenantId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Telegram's mapping the other way: what its API is called with, and what its answers mean.
class TelegramSendingTests {

    private static final ChannelId TELEGRAM = new ChannelId("telegram");
    private static final InboxId INBOX = new InboxId("bot");
    private static final ConversationId CONVERSATION = new ConversationId("c-1");
    private static final OutboundHeader HEADER = new OutboundHeader(
            "d-1",
            TenantId.DEFAULT,
            TELEGRAM,
            INBOX,
            CONVERSATION,
            7,
            "-1001234567890123",
            1,
            false,
            Sender.Kind.AGENT,
            Map.of());

    /// What the platform was called with: `sendMessage application/json {…}`.
    private final List<String> calls = new ArrayList<>();

    private final List<List<PlatformCall>> recorded = new ArrayList<>();
    private final BlobsInMemory blobs = new BlobsInMemory();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private ProducerTemplate template = camel.createProducerTemplate();

    /// Answers the call of a number, from 1.
    private Function<Integer, Answered> platform = number -> new Answered(
            200, "{\"ok\":true,\"result\":{\"message_id\":%d,\"chat\":{\"id\":-1001234567890123}}}".formatted(number));

    private record Answered(int status, String body) {}

    @BeforeEach
    void start() throws Exception {
        Inbox inbox = new Inbox(
                TenantId.DEFAULT,
                TELEGRAM,
                INBOX,
                "Bot",
                Duration.ofHours(1),
                10,
                new Capabilities(Set.of(), null).withText(TextLimit.ofUtf16(20)));
        camel.addComponent(
                "mapping",
                new MappingComponent(
                        Mapped.inUse(Path.of("routes/mappings"), "telegram", "webhook"),
                        new MappingComponent.Surroundings(
                                new Inboxes(List.of(() -> List.of(inbox))),
                                Clock.systemUTC(),
                                blobs,
                                FileLinks.NONE,
                                (_, made, _, _) -> recorded.add(made)),
                        new SimpleMeterRegistry()));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:out").to("mapping:telegram").to("mapping:telegram?send=direct:call");
                from("direct:call").process(TelegramSendingTests.this::answer);
            }
        });
        camel.start();
        template = camel.createProducerTemplate();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    private void answer(Exchange exchange) throws Exception {
        org.apache.camel.Message message = exchange.getMessage();
        assertThat(message.getHeader("HubInbox")).isEqualTo("bot");
        calls.add(message.getHeader(Exchange.HTTP_METHOD) + " " + message.getHeader(Exchange.HTTP_PATH) + " "
                + message.getHeader(Exchange.CONTENT_TYPE) + " " + message.getBody(String.class));
        Answered answered = platform.apply(calls.size());
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, answered.status());
        message.setBody(new ByteArrayInputStream(answered.body().getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aTextQuotesWhatItAnswers() {
        OutboundMessage message = new OutboundMessage(
                HEADER, Message.of("", new Content.Text("Здравствуйте 🚚")), "-1001234567890123/88", List.of());

        assertThat(send(message)).isEqualTo(new Sent("-1001234567890123/1"));
        assertThat(calls)
                .containsExactly("POST sendMessage application/json {\"text\":\"Здравствуйте 🚚\","
                        + "\"chat_id\":-1001234567890123,\"reply_parameters\":{\"message_id\":88}}");
    }

    @Test
    void aLongTextIsSeveralCallsOfWhichEachIsRecordedBeforeTheNext() {
        Sent sent = (Sent) send(message(new Content.Text("one two three four five six seven")));

        assertThat(sent.externalIds()).containsExactly("-1001234567890123/1", "-1001234567890123/2");
        assertThat(calls).hasSize(2);
        assertThat(calls.getFirst()).contains("\"text\":\"one two three four \"");
        assertThat(recorded).hasSize(1);
    }

    @Test
    void whereThePlatformKnowsItsKeysThatIsSaidOfWhatItTook() throws Exception {
        Mappings keyed = new Mappings();
        keyed.use(Map.of(
                "keyed",
                Mapped.compile(
                        "keyed.yaml",
                        "out:\n  keysKnownFor: 24h\n  message: [{call: \"send\", body: {id: $key, text: .text}}]\n")));
        RouteSender sender = new RouteSender(keyed.get("keyed"), template, "direct:call", blobs, FileLinks.NONE);
        Exchange exchange = new DefaultExchange(camel);

        exchange.getMessage()
                .setBody(keyed.get("keyed").write(message(new Content.Text("hello")), TextLimit.ofUtf16(20)));
        new SendingProcessor<>(sender, (_, _, _, _) -> {}).process(exchange);

        assertThat(exchange.getMessage().getBody(Sent.class).keysKnownFor()).isEqualTo(Duration.ofHours(24));
    }

    @Test
    void whatWasSentBeforeIsNotSentAgain() {
        OutboundMessage message = new OutboundMessage(
                HEADER,
                new Message("", List.of(new Content.Text("a"), new Content.Text("b")), null),
                "",
                List.of(new PlatformCall(0, 1, "a".hashCode(), "-1001234567890123/5")));

        assertThat(((Sent) send(message)).externalIds()).containsExactly("-1001234567890123/5", "-1001234567890123/1");
        assertThat(calls).hasSize(1);
        assertThat(calls.getFirst()).contains("\"text\":\"b\"");
    }

    @Test
    void aPictureGoesAsAForm() throws IOException {
        Media stored = blobs.store(
                new ByteArrayInputStream("picture".getBytes(StandardCharsets.UTF_8)), "image/png", "a\"b.png", 100);

        send(message(new Content.Image(stored)));

        assertThat(calls.getFirst())
                .startsWith("POST sendPhoto multipart/form-data;boundary=omnihub-")
                .contains("name=\"chat_id\"\r\n\r\n-1001234567890123\r\n")
                .contains(
                        "name=\"photo\"; filename=\"a%22b.png\"\r\nContent-Type: image/png\r\n\r\npicture\r\n--omnihub-")
                .endsWith("--\r\n");
    }

    @Test
    void cardsAndPlacesHaveTheirCalls() {
        send(message(new Content.Card(
                "Order 7",
                List.of(new Content.Card.Field("State", "sent")),
                List.of(
                        new Content.Card.Button("Show", "https://shop.example/7"),
                        new Content.Card.Button("Ask", "", "ask:7")),
                null)));
        send(message(new Content.Location(55.75, 37.61, "", "")));

        assertThat(calls)
                .containsExactly(
                        "POST sendMessage application/json {\"text\":\"Order 7\\nState: sent\","
                                + "\"reply_markup\":{\"inline_keyboard\":[[{\"text\":\"Show\",\"url\":\"https://shop.example/7\"}],"
                                + "[{\"text\":\"Ask\",\"callback_data\":\"ask:7\"}]]},\"chat_id\":-1001234567890123}",
                        "POST sendLocation application/json {\"latitude\":55.75,\"longitude\":37.61,\"chat_id\":-1001234567890123}");
    }

    @Test
    void messagesAreEditedAndTakenBackAndTypingIsShown() {
        send(new OutboundEdit(HEADER, List.of("-1001234567890123/5"), List.of(new Content.Text("new"))));
        send(new OutboundRecall(HEADER, List.of("-1001234567890123/5")));
        send(new OutboundTyping(TenantId.DEFAULT, TELEGRAM, INBOX, CONVERSATION, "5", false));

        assertThat(calls)
                .containsExactly(
                        "POST editMessageText application/json {\"text\":\"new\",\"chat_id\":-1001234567890123,\"message_id\":5}",
                        "POST deleteMessage application/json {\"chat_id\":-1001234567890123,\"message_id\":5}",
                        "POST sendChatAction application/json {\"action\":\"typing\",\"chat_id\":5}");
    }

    @Test
    void everyCallHasAKeyThatIsTheSameInEveryTryAndAnotherOfEachMessage() throws Exception {
        List<String> keys = new ArrayList<>();
        platform = _ -> new Answered(200, "{\"id\":\"1\"}");
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:hook").to("mapping:webhook").to("mapping:webhook?send=direct:hooked");
                from("direct:hooked")
                        .process(exchange -> keys.add(exchange.getMessage().getHeader("webhook-id", String.class)))
                        .process(TelegramSendingTests.this::answer);
            }
        });
        List<String> ids = List.of("5", "6");
        for (int attempt = 0; attempt < 2; attempt++) {
            template.sendBody(
                    "direct:hook",
                    new OutboundEdit(HEADER, ids, List.of(new Content.Text("a"), new Content.Text("b"))));
            template.sendBody("direct:hook", new OutboundRecall(HEADER, ids));
        }

        assertThat(keys).doesNotContainNull().hasSize(8);
        assertThat(keys.subList(0, 4)).doesNotHaveDuplicates().isEqualTo(keys.subList(4, 8));
    }

    @Test
    void whatThePlatformHasNotIsRejectedBeforeAnythingIsSent() {
        OutboundMessage message = new OutboundMessage(
                HEADER,
                new Message("", List.of(new Content.Text("a"), new Content.RichText("<b>b</b>")), null),
                "",
                List.of());

        assertThatThrownBy(() -> send(message))
                .isInstanceOf(ChannelRejectedException.class)
                .hasMessage("the channel telegram has nothing for: rich-text (not-capable)");
        assertThatThrownBy(() -> send(new OutboundRead(TenantId.DEFAULT, TELEGRAM, INBOX, CONVERSATION, "5", "5/1")))
                .isInstanceOf(ChannelRejectedException.class);
        assertThat(calls).isEmpty();
    }

    @Test
    void answersAreAnIdOrOneOfTheThreeFailures() {
        answers(403, "{\"ok\":false,\"error_code\":403,\"description\":\"Forbidden: bot was blocked by the user\"}");
        assertThatThrownBy(this::sendText)
                .isInstanceOfSatisfying(
                        ChannelRejectedException.class,
                        e -> assertThat(e.code()).isEqualTo("403"))
                .hasMessage("Forbidden: bot was blocked by the user (403)");

        answers(
                429,
                "{\"ok\":false,\"error_code\":429,\"description\":\"Too Many Requests\",\"parameters\":{\"retry_after\":7}}");
        assertUnavailable(false, Duration.ofSeconds(7));
        answers(401, "{\"ok\":false,\"error_code\":401,\"description\":\"Unauthorized\"}");
        assertUnavailable(false, Duration.ZERO);
        answers(502, "<html>Bad Gateway</html>");
        assertUnavailable(true, Duration.ZERO);
        answers(200, "<html>Login</html>");
        assertUnavailable(true, Duration.ZERO);
        answers(400, "{\"ok\":false,\"error_code\":400,\"description\":\"Bad Request: message is not modified\"}");
        assertThat(sendText()).isEqualTo(new Sent(""));
    }

    @Test
    void aConnectionThatWasNeverMadeLeavesNoDoubt() {
        platform = _ -> throwing(new ConnectException("refused"));
        assertUnavailable(false, Duration.ZERO);
        platform = _ -> throwing(new SocketTimeoutException("read"));
        assertUnavailable(true, Duration.ZERO);
    }

    private void assertUnavailable(boolean maybeSent, Duration retryAfter) {
        assertThatThrownBy(this::sendText).isInstanceOfSatisfying(ChannelUnavailableException.class, e -> {
            assertThat(e.maybeSent()).isEqualTo(maybeSent);
            assertThat(e.retryAfter()).isEqualTo(retryAfter);
        });
    }

    private void answers(int status, String body) {
        platform = _ -> new Answered(status, body);
    }

    private static Answered throwing(IOException e) {
        throw new IllegalStateException(e);
    }

    private Object sendText() {
        return send(message(new Content.Text("a")));
    }

    private static OutboundMessage message(Content content) {
        return new OutboundMessage(HEADER, Message.of("", content));
    }

    private Object send(Outbound outbound) {
        try {
            return template.requestBodyAndHeaders("direct:out", outbound, Map.of());
        } catch (CamelExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
