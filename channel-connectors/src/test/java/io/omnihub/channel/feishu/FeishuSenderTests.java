package io.omnihub.channel.feishu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.omnihub.TestClock;
import io.omnihub.channel.BlobsInMemory;
import io.omnihub.channel.ChannelInboxes;
import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.channel.ChannelStatus;
import io.omnihub.channel.ChannelStatuses;
import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.channel.Sent;
import io.omnihub.channel.feishu.FeishuProperties.Account;
import io.omnihub.channel.http.AccessTokens;
import io.omnihub.channel.http.TokensInMemory;
import io.omnihub.channel.send.SendingProcessor;
import io.omnihub.message.Content;
import io.omnihub.message.ConversationId;
import io.omnihub.message.InboxId;
import io.omnihub.message.Media;
import io.omnihub.message.Message;
import io.omnihub.message.Outbound;
import io.omnihub.message.OutboundEdit;
import io.omnihub.message.OutboundHeader;
import io.omnihub.message.OutboundMessage;
import io.omnihub.message.OutboundRecall;
import io.omnihub.message.PlatformCall;
import io.omnihub.message.Sender;
import io.omnihub.message.TenantId;
import io.omnihub.simulator.feishu.FeishuApp;
import io.omnihub.simulator.feishu.FeishuChat;
import io.omnihub.simulator.feishu.FeishuMessage;
import io.omnihub.simulator.feishu.FeishuPerson;
import io.omnihub.simulator.feishu.FeishuSimulator;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the outbound half makes of messages, at the simulated platform, which judges each call.
final class FeishuSenderTests {

    private static final JsonMapper JSON = new JsonMapper();
    private static final byte[] PNG = {
        (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R'
    };
    private static final String TEAM = "omnihub.channels.feishu.inboxes.";

    private final TestClock time = new TestClock(Instant.parse("2026-03-01T08:00:00Z"));
    private final FeishuSimulator platform = new FeishuSimulator(FeishuApp.sample(), time);
    private final ChannelStatuses statuses = new ChannelStatuses(time);
    private final BlobsInMemory blobs = new BlobsInMemory();
    private final ChannelInboxes<Account> inboxes = inboxes();
    private final FeishuApi api = new FeishuApi(new AccessTokens(new TokensInMemory(time), time));
    private final FeishuMedia media = new FeishuMedia(FeishuInboundAdapter.CHANNEL, inboxes, api, blobs, time);
    private final List<PlatformCall> recorded = Collections.synchronizedList(new ArrayList<>());
    private final SendingProcessor<FeishuReply> processor = new SendingProcessor<>(
            new FeishuSender(inboxes, api, media), (_, made, _, _) -> recorded.add(made.getLast()));
    private final FeishuPerson lilei = platform.person("ou_000000000000000000000lilei", "李雷");
    private final FeishuChat chat = lilei.chat();

    @AfterEach
    void noBreach() {
        assertThat(platform.breaches()).isEmpty();
        api.close();
        platform.close();
    }

    @Test
    void aTextReachesAPersonAsItWasWritten() {
        Sent sent = send(to(lilei.openId(), new Content.Text("您好 🙂 𠮷 \"<b>\" \\n\nsecond")));

        FeishuMessage received = chat.received().getFirst();
        assertThat(received.type()).isEqualTo("text");
        assertThat(json(received).path("text").asString()).isEqualTo("您好 🙂 𠮷 \"<b>\" \\n\nsecond");
        assertThat(sent.externalIds()).containsExactly(received.id());
        assertThat(status().state()).isEqualTo(ChannelStatus.State.ONLINE);
    }

    @Test
    void aGroupIsWrittenToByItsId() {
        FeishuChat group = platform.group("Dealers", lilei);

        send(to(group.id(), new Content.Text("Hello all")));

        assertThat(group.received()).hasSize(1);
        assertThat(chat.received()).isEmpty();
    }

    @Test
    void formattedTextAndLinksArePosts() {
        send(to(
                lilei.openId(),
                new Content.RichText(
                        "<p>Hi <b>you &amp; <i>me</i></b>,<br>see <a href=\"https://example.com/?a=1&amp;b=2\">this</a></p><ul><li>one</li><li>two</li></ul>"),
                new Content.Link("https://example.com/a", "Prices", "of May", null)));

        assertThat(chat.received()).extracting(FeishuMessage::type).containsExactly("post", "post");
        assertThat(json(chat.received().getFirst())).isEqualTo(JSON.readTree("""
                {"zh_cn": {"content": [
                  [{"tag": "text", "text": "Hi "},
                   {"tag": "text", "text": "you & ", "style": ["bold"]},
                   {"tag": "text", "text": "me", "style": ["bold", "italic"]},
                   {"tag": "text", "text": ","}],
                  [{"tag": "text", "text": "see "}, {"tag": "a", "text": "this", "href": "https://example.com/?a=1&b=2"}],
                  [{"tag": "text", "text": "one"}],
                  [{"tag": "text", "text": "two"}]]}}"""));
        assertThat(json(chat.received().getLast())).isEqualTo(JSON.readTree("""
                {"zh_cn": {"content": [
                  [{"tag": "a", "text": "Prices", "href": "https://example.com/a"}],
                  [{"tag": "text", "text": "of May"}]]}}"""));
    }

    @Test
    void aPostThatIsTooLongIsAText() {
        send(to(lilei.openId(), new Content.RichText("<p>" + "长".repeat(11_000) + "</p>")));

        assertThat(chat.received()).extracting(FeishuMessage::type).containsExactly("text");
    }

    @Test
    void cardsHaveButtonsThatLeadToAPageOrCallBack() {
        send(to(lilei.openId(), card("状态", "已发货")));

        assertThat(json(chat.received().getFirst())).isEqualTo(JSON.readTree("""
                {"config": {"wide_screen_mode": true},
                 "header": {"title": {"tag": "plain_text", "content": "订单 A-1024"}},
                 "elements": [
                   {"tag": "div", "text": {"tag": "plain_text", "content": "状态: 已发货"}},
                   {"tag": "action", "actions": [
                     {"tag": "button", "type": "default", "text": {"tag": "plain_text", "content": "查看"},
                      "url": "https://example.com/o/1"},
                     {"tag": "button", "type": "default", "text": {"tag": "plain_text", "content": "确认收货"},
                      "value": {"thread": "ou_000000000000000000000lilei", "button": "确认收货"}}]}]}"""));
    }

    @Test
    void aCardUpTo30KilobytesIsSentAndALargerOneIsRefusedBeforeAnythingIs() {
        send(to(lilei.openId(), card("x", "长".repeat(9_400))));
        assertThat(chat.received()).hasSize(1);
        int calls = platform.calls().size();

        var refused = rejected(to(lilei.openId(), new Content.Text("first"), card("x", "长".repeat(10_000))));

        assertThat(refused.code()).isEqualTo("too-long");
        assertThat(platform.calls()).hasSize(calls);
    }

    @Test
    void filesAreUploadedAsWhatTheyAre() {
        byte[] opus = "OggS\0\2 OpusHead".getBytes(StandardCharsets.ISO_8859_1);
        byte[] pdf = "%PDF-1.4 The manual".getBytes(StandardCharsets.US_ASCII);
        send(to(
                lilei.openId(),
                new Content.Image(stored(PNG, "image/png", "")),
                new Content.Voice(stored(opus, "audio/ogg", ""), 3, ""),
                new Content.Voice(stored("#!AMR\nx".getBytes(StandardCharsets.US_ASCII), "audio/amr", "v.amr"), 3, ""),
                new Content.Video(stored(mp4(), "video/mp4", "a.mp4"), 2, stored(PNG, "image/png", ""))));
        time.forward(Duration.ofSeconds(2));
        send(to(
                lilei.openId(),
                new Content.File(stored(pdf, "application/pdf", "说明书 \"new\".PDF")),
                new Content.Image(stored("<svg/>".getBytes(StandardCharsets.US_ASCII), "image/svg+xml", "a.svg"))));

        assertThat(chat.received())
                .extracting(FeishuMessage::type)
                .containsExactly("image", "audio", "file", "media", "file", "file");
        assertThat(platform.media(
                        json(chat.received().getFirst()).path("image_key").asString()))
                .isEqualTo(PNG);
        JsonNode film = json(chat.received().get(3));
        assertThat(platform.media(film.path("file_key").asString())).isEqualTo(mp4());
        assertThat(platform.media(film.path("image_key").asString())).isEqualTo(PNG);
        assertThat(platform.media(json(chat.received().get(4)).path("file_key").asString()))
                .isEqualTo(pdf);
    }

    @Test
    void aFileIsUploadedOnceAndAgainWhereThePlatformForgotIt() {
        Content picture = new Content.Image(stored(PNG, "image/png", ""));
        send(to(lilei.openId(), picture));
        send(to(lilei.openId(), picture));
        assertThat(platform.calls())
                .filteredOn(call -> call.endsWith("/images"))
                .hasSize(1);

        platform.forgetMedia();
        send(to(lilei.openId(), picture));

        assertThat(platform.calls())
                .filteredOn(call -> call.endsWith("/images"))
                .hasSize(2);
        assertThat(chat.received()).hasSize(3);
    }

    @Test
    void theFirstPartAnswersTheMessageThatIsQuoted() {
        send(to(lilei.openId(), new Content.Text("question")));
        String question = chat.received().getFirst().id();

        send(answering(question, new Content.Text("one"), new Content.Text("two")));

        assertThat(chat.received()).extracting(FeishuMessage::parent).containsExactly("", question, "");
    }

    @Test
    void allPartsStayInTheTopicOfTheMessageThatIsQuoted() {
        platform.pushesTo(URI.create("http://localhost:1/"));
        FeishuChat group = platform.group("Dealers", lilei);
        lilei.says(group, "a topic");
        lilei.repliesInThread(group, group.messages().getFirst().id(), "in it");
        String quoted = group.messages().getLast().id();

        send(inTopic("team", group, quoted, "omt_1"));
        // The next attempt goes on in the topic too.
        platform.faults().none();
        platform.faults().code(230020);
        OutboundMessage message = inTopic("team", group, quoted, "omt_1");
        unavailable(message);
        send(new OutboundMessage(
                message.header(),
                message.message(),
                quoted,
                "omt_1",
                "",
                recorded.subList(recorded.size() - 1, recorded.size())));

        assertThat(group.received())
                .hasSize(4)
                .allMatch(FeishuMessage::inThread)
                .allMatch(received -> received.parent().equals(quoted));
    }

    @Test
    void anAnswerInAGroupOpensATopicWhereThatIsWanted() {
        platform.pushesTo(URI.create("http://localhost:1/"));
        FeishuChat group = platform.group("Dealers", lilei);
        lilei.says(group, "question");
        lilei.says("alone");
        String question = group.messages().getFirst().id();

        send(inTopic("team", group, question, ""));
        send(inTopic("topics", group, question, ""));
        send(inTopic("topics", lilei.chat(), lilei.chat().messages().getFirst().id(), ""));

        assertThat(group.received()).extracting(FeishuMessage::inThread).containsExactly(false, false, true, true);
        assertThat(lilei.chat().received()).hasSize(2).noneMatch(FeishuMessage::inThread);
    }

    /// Two parts.
    private OutboundMessage inTopic(String inbox, FeishuChat group, String quoted, String topic) {
        String thread = group.equals(lilei.chat()) ? lilei.openId() : group.id();
        OutboundMessage message = outbound(inbox, thread, quoted, new Content.Text("one"), new Content.Text("two"));
        return new OutboundMessage(message.header(), message.message(), quoted, topic, "", List.of());
    }

    @Test
    void whatWasSentIsChangedAndTakenBack() {
        Sent sent = send(to(lilei.openId(), new Content.Text("1"), card("状态", "已下单")));

        send(edit(sent.externalIds(), new Content.RichText("<p><b>2</b></p>"), card("状态", "已发货")));
        send(edit(List.of(sent.externalIds().getFirst()), new Content.Text("3")));

        assertThat(json(chat.received().getFirst()).path("text").asString()).isEqualTo("3");
        assertThat(chat.received().getFirst().edited()).isEqualTo(2);
        assertThat(chat.received().getLast().content()).contains("已发货");
        send(recall(sent.externalIds()));
        // Once more does no harm.
        send(recall(sent.externalIds()));
        assertThat(chat.received()).allMatch(FeishuMessage::recalled);
    }

    @Test
    void whatIsNotOursOrAFileIsNotChanged() {
        platform.pushesTo(URI.create("http://localhost:1/"));
        lilei.says("mine");
        List<String> foreign = List.of(chat.messages().getFirst().id());

        assertThat(catchThrowableOfType(
                                ChannelRejectedException.class, () -> send(edit(foreign, new Content.Text("x"))))
                        .code())
                .isEqualTo("230071");
        assertThat(catchThrowableOfType(ChannelRejectedException.class, () -> send(recall(foreign)))
                        .code())
                .isEqualTo("230026");
        assertThat(catchThrowableOfType(
                                ChannelRejectedException.class,
                                () -> send(edit(foreign, new Content.Image(stored(PNG, "image/png", "")))))
                        .code())
                .isEqualTo("not-capable");
    }

    @Test
    void aTextLongerThanARequestIsSeveral() {
        // Each character is escaped twice.
        String text = "\"\\\n".repeat(20_000);

        send(to(lilei.openId(), new Content.Text(text)));

        assertThat(chat.received()).hasSizeGreaterThan(1);
        StringBuilder said = new StringBuilder();
        chat.received()
                .forEach(message -> said.append(json(message).path("text").asString()));
        assertThat(said.toString()).isEqualTo(text);
    }

    @Test
    void aTokenThatEndsInTheMiddleOfThreePartsIsRenewedAndNothingComesTwice() {
        chat.onReceive(message -> {
            if (chat.received().size() == 1) {
                platform.expireTokens();
            }
        });

        send(to(lilei.openId(), new Content.Text("1"), new Content.Text("2"), new Content.Text("3")));

        assertThat(texts()).containsExactly("1", "2", "3");
        assertThat(platform.tokensGranted()).isEqualTo(2);
    }

    @Test
    void oneTokenServesManyAndIsRenewedBeforeItEnds() {
        platform.takesPerSecond(1_000);
        IntStream.range(0, 20).parallel().forEach(i -> send(to(lilei.openId(), new Content.Text("x" + i))));
        assertThat(platform.tokensGranted()).isEqualTo(1);

        time.forward(Duration.ofMinutes(103));
        send(to(lilei.openId(), new Content.Text("y")));

        assertThat(platform.tokensGranted()).isEqualTo(2);
    }

    @Test
    void anAttemptWithoutAnAnswerComesOnceAllTheSame() {
        platform.faults().silence();
        OutboundMessage message = to(lilei.openId(), new Content.Text("once"));

        assertThat(unavailable(message).maybeSent()).isTrue();
        send(message);

        assertThat(texts()).containsExactly("once");
    }

    @Test
    void whatWasSentIsNotSentAgainByTheNextAttempt() {
        platform.faults().none();
        platform.faults().code(230020, Map.of("x-ogw-ratelimit-reset", "1"));
        OutboundMessage message =
                to(lilei.openId(), new Content.Text("1"), new Content.Text("2"), new Content.Text("3"));

        unavailable(message);
        assertThat(texts()).containsExactly("1");
        OutboundHeader again = header(message.delivery(), message.inbox().value(), message.thread(), 2);
        Sent sent = send(new OutboundMessage(again, message.message(), "", List.copyOf(recorded)));

        assertThat(texts()).containsExactly("1", "2", "3");
        assertThat(sent.externalIds())
                .isEqualTo(chat.received().stream().map(FeishuMessage::id).toList());
    }

    @Test
    void aChatTakesFiveMessagesASecond() {
        for (int i = 0; i < 5; i++) {
            send(to(lilei.openId(), new Content.Text("x")));
        }

        var later = unavailable(to(lilei.openId(), new Content.Text("x")));

        assertThat(later.hiccup()).isFalse();
        assertThat(later.retryAfter()).isEqualTo(Duration.ofSeconds(1));
        assertThat(later).hasMessage("Feishu is called too often (230020)");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400})
    void aCodeIsAFailureWhateverTheStatusIs(int status) {
        platform.tellsErrorsWith(status);
        platform.faults().code(230002);

        var refused = rejected(to(lilei.openId(), new Content.Text("x")));

        assertThat(refused.code()).isEqualTo("230002");
        assertThat(refused).hasMessage("the bot is not in this chat any more (230002)");
        assertThat(chat.received()).isEmpty();
    }

    @Test
    void anAnswerThatSaysNothingMayHaveBeenSent() {
        platform.faults().says("<html>maintenance</html>");
        assertThat(unavailable(to(lilei.openId(), new Content.Text("x"))).maybeSent())
                .isTrue();
        platform.faults().says("");
        assertThat(unavailable(to(lilei.openId(), new Content.Text("x"))).maybeSent())
                .isTrue();
        platform.faults().status(502);
        assertThat(unavailable(to(lilei.openId(), new Content.Text("x"))).maybeSent())
                .isTrue();
        platform.faults().code(99991400, Map.of("x-ogw-ratelimit-reset", "52"));
        assertThat(unavailable(to(lilei.openId(), new Content.Text("x"))).retryAfter())
                .isEqualTo(Duration.ofSeconds(52));
        platform.faults().status(429);
        assertThat(unavailable(to(lilei.openId(), new Content.Text("x")))).satisfies(failure -> {
            assertThat(failure.maybeSent()).isFalse();
            assertThat(failure.hiccup()).isFalse();
        });
    }

    @ParameterizedTest
    @CsvSource({
        "10014, Feishu does not know this app-id and secret: check them",
        "99991662, the app is not enabled: publish it in Feishu's console",
        "10999, Feishu grants no access token: look into Feishu's console"
    })
    void withoutATokenTheInboxIsOfflineAndNothingIsLost(int code, String reason) {
        platform.faults().tokenCode(code);

        var failure = unavailable(to(lilei.openId(), new Content.Text("x")));

        assertThat(failure.maybeSent()).isFalse();
        assertThat(failure.hiccup()).isFalse();
        assertThat(status())
                .extracting(ChannelStatus::state, ChannelStatus::sentence)
                .containsExactly(ChannelStatus.State.OFFLINE, reason);
        platform.faults().tokenCode(0);
        send(to(lilei.openId(), new Content.Text("x")));
        assertThat(status().state()).isEqualTo(ChannelStatus.State.ONLINE);
    }

    @Test
    void aBotThatWasPutOutOfAGroupIsToldSo() {
        FeishuChat group = platform.group("Dealers", lilei);
        group.botIsIn(false);

        assertThat(rejected(to(group.id(), new Content.Text("x"))).code()).isEqualTo("230002");
        assertThat(rejected(to("ou_nobody", new Content.Text("x"))).code()).isEqualTo("230013");
    }

    @Test
    void whatFeishuHasNoMessageForIsRefusedBeforeAnythingIsSent() {
        for (Content content : List.of(
                new Content.Location(1, 2, "", ""),
                new Content.ContactCard("x", "", ""),
                new Content.Text(" "),
                new Content.RichText("<p> </p>"),
                new Content.Image(Media.external("m", "")))) {
            assertThat(rejected(to(lilei.openId(), new Content.Text("x"), content))
                            .code())
                    .isEqualTo("not-capable");
        }
        assertThat(platform.calls()).isEmpty();
    }

    @Test
    void twoInboxesOfOneAppSendEach() {
        send(in("team", to(lilei.openId(), new Content.Text("from one"))));
        send(in("twin", to(lilei.openId(), new Content.Text("from the other"))));

        assertThat(texts()).containsExactly("from one", "from the other");
    }

    @Test
    void picturesAndFilesOfPeopleAreFetched() {
        platform.pushesTo(URI.create("http://localhost:1/"));
        lilei.sendsPicture(chat, "image/png", PNG);
        lilei.sendsFile(chat, "a.txt", "text".getBytes(StandardCharsets.US_ASCII));

        Media picture = fetch(external(chat.messages().getFirst(), "image", "image_key"));
        Media file = fetch(external(chat.messages().getLast(), "file", "file_key"));

        assertThat(blobs.bytes(picture.blob())).isEqualTo(PNG);
        assertThat(picture.contentType()).isEqualTo("image/png");
        assertThat(blobs.bytes(file.blob())).asString(StandardCharsets.US_ASCII).isEqualTo("text");
        assertThat(file.fileName()).isEqualTo("kept.name");
    }

    @Test
    void whatCanNotBeFetchedIsToldWhy() {
        platform.pushesTo(URI.create("http://localhost:1/"));
        lilei.sendsFile(chat, "large.bin", new byte[2_000_001]);
        String large = external(chat.messages().getFirst(), "file", "file_key");

        assertThat(fetchRejected(large).code()).isEqualTo("too-large");
        assertThat(fetchRejected("om_1/sticker/x").code()).isEqualTo("sticker");
        assertThat(fetchRejected("om_1/file/x").code()).isEqualTo("234003");
        assertThat(fetchRejected("something").code()).isEqualTo("no-media-id");
    }

    private Media fetch(String externalId) {
        return media.fetch(TenantId.DEFAULT, new InboxId("team"), new Media("", "", 0, "kept.name", externalId, ""));
    }

    private ChannelRejectedException fetchRejected(String externalId) {
        return Objects.requireNonNull(catchThrowableOfType(ChannelRejectedException.class, () -> fetch(externalId)));
    }

    private static String external(FeishuMessage message, String kind, String key) {
        return message.id() + "/" + kind + "/" + json(message).path(key).asString();
    }

    private Sent send(Outbound message) {
        DefaultExchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.getMessage().setBody(message);
        try {
            new FeishuOutboundAdapter().process(exchange);
            processor.process(exchange);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return exchange.getMessage().getBody(Sent.class);
    }

    private ChannelRejectedException rejected(OutboundMessage message) {
        return Objects.requireNonNull(catchThrowableOfType(ChannelRejectedException.class, () -> send(message)));
    }

    private ChannelUnavailableException unavailable(OutboundMessage message) {
        return Objects.requireNonNull(catchThrowableOfType(ChannelUnavailableException.class, () -> send(message)));
    }

    private List<String> texts() {
        return chat.received().stream()
                .map(message -> json(message).path("text").asString())
                .toList();
    }

    private ChannelStatus status() {
        return statuses.of(TenantId.DEFAULT, new InboxId("team"));
    }

    private static JsonNode json(FeishuMessage message) {
        return JSON.readTree(message.content());
    }

    private static Content card(String field, String value) {
        return new Content.Card(
                "订单 A-1024",
                List.of(new Content.Card.Field(field, value)),
                List.of(new Content.Card.Button("查看", "https://example.com/o/1"), new Content.Card.Button("确认收货", "")),
                null);
    }

    private static byte[] mp4() {
        return "\0\0\0\30ftypisom\0\0\2\0isomiso2".getBytes(StandardCharsets.ISO_8859_1);
    }

    private Media stored(byte[] bytes, String type, String name) {
        return Media.stored(blobs.put(bytes), type, bytes.length, name);
    }

    private OutboundEdit edit(List<String> externalIds, Content... parts) {
        return new OutboundEdit(header(lilei.openId()), externalIds, List.of(parts));
    }

    private OutboundRecall recall(List<String> externalIds) {
        return new OutboundRecall(header(lilei.openId()), externalIds);
    }

    private static OutboundMessage to(String thread, Content... parts) {
        return outbound("team", thread, "", parts);
    }

    private OutboundMessage answering(String quoted, Content... parts) {
        return outbound("team", lilei.openId(), quoted, parts);
    }

    private static OutboundMessage in(String inbox, OutboundMessage message) {
        return outbound(inbox, message.thread(), "", message.message().parts().toArray(Content[]::new));
    }

    private static OutboundMessage outbound(String inbox, String thread, String quoted, Content... parts) {
        return new OutboundMessage(
                header(UUID.randomUUID().toString(), inbox, thread, 1),
                new Message("", List.of(parts), null),
                quoted,
                List.of());
    }

    private static OutboundHeader header(String thread) {
        return header(UUID.randomUUID().toString(), "team", thread, 1);
    }

    private static OutboundHeader header(String delivery, String inbox, String thread, int attempt) {
        return new OutboundHeader(
                delivery,
                TenantId.DEFAULT,
                FeishuInboundAdapter.CHANNEL,
                new InboxId(inbox),
                new ConversationId("c-1"),
                1,
                thread,
                attempt,
                false,
                Sender.Kind.AGENT,
                Map.of());
    }

    private ChannelInboxes<Account> inboxes() {
        FeishuApp app = platform.app();
        Map<String, String> settings = new ConcurrentHashMap<>();
        for (String inbox : List.of("team", "twin", "topics")) {
            settings.put(TEAM + inbox + ".app-id", app.appId());
            settings.put(TEAM + inbox + ".secret", app.secret());
            settings.put(TEAM + inbox + ".verification-token", app.verificationToken());
            settings.put(TEAM + inbox + ".encrypt-key", app.encryptKey());
            settings.put(TEAM + inbox + ".api-url", platform.apiUrl());
            settings.put(TEAM + inbox + ".reply-in-thread", Boolean.toString(inbox.equals("topics")));
            settings.put(TEAM + inbox + ".largest-media", "2000000B");
        }
        return FeishuPropertiesTests.inboxes(settings, statuses);
    }
}
