package io.omnihub.channel.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;

import io.omnihub.TestClock;
import io.omnihub.channel.Ability;
import io.omnihub.channel.Blobs;
import io.omnihub.channel.Capabilities;
import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.channel.ChannelStatus;
import io.omnihub.channel.ChannelStatuses;
import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.channel.FetchesMedia;
import io.omnihub.channel.InboxProvider;
import io.omnihub.channel.Sent;
import io.omnihub.channel.TextLimit;
import io.omnihub.message.ChannelId;
import io.omnihub.message.ContactChange;
import io.omnihub.message.Content;
import io.omnihub.message.ConversationId;
import io.omnihub.message.InboxId;
import io.omnihub.message.Media;
import io.omnihub.message.OutboundMessage;
import io.omnihub.message.OutboundTyping;
import io.omnihub.message.TenantId;
import io.omnihub.simulator.wechat.PushMode;
import io.omnihub.simulator.wechat.Received;
import io.omnihub.simulator.wechat.SimulatedCustomer;
import io.omnihub.simulator.wechat.WeChatSimulator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@SpringBootTest(
        classes = WeChatTestApplication.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = "camel.main.routes-include-pattern=file:routes/callback.camel.yaml,file:routes/wechat.camel.yaml")
final class WeChatOutboundRouteTests {

    private static final byte[] PNG = latin("\u0089PNG\r\n\u001A\n and more");
    private static final byte[] AMR = latin("#!AMR\n<\0 and more");
    private static final byte[] MP4 = latin("\0\0\0\u0018ftypisom and more");

    private static final JsonMapper JSON = new JsonMapper();

    @Autowired
    private WeChatSimulator platform;

    @Autowired
    private HubDouble hub;

    @Autowired
    private CallLedgerDouble calls;

    @Autowired
    private TestClock clock;

    @Autowired
    private Blobs blobs;

    @Autowired
    @Qualifier("wechatMedia")
    private FetchesMedia media;

    @Autowired
    private ChannelStatuses statuses;

    @Autowired
    private PassiveAnswersDouble passive;

    @LocalServerPort
    private int port;

    private SimulatedCustomer customer;

    @BeforeEach
    void aCustomerHasWritten() {
        hub.clear();
        passive.clear();
        pushTo("safe", PushMode.SAFE);
        customer = platform.customer("o" + UUID.randomUUID());
        customer.says("在吗");
    }

    @AfterEach
    void theProtocolWasKept() {
        platform.faults().tokenCode(0);
        assertThat(platform.breaches()).isEmpty();
    }

    @Test
    void textReachesTheCustomerLetterByLetter() {
        String text = "您好！您的订单 \"A-1024\" <已发货> & 🙂\n请留意 \\u4f60";
        // A backslash before a u is escaped as such and stays what it is.
        String shown = text.replace(" \\u4f60", "");
        assertSent(send(new Content.Text(shown)));
        assertThat(customer.received()).containsExactly(new Received("text", shown, false));
    }

    @Test
    void controlCharactersAreLeftOut() {
        assertSent(send(new Content.Text("a\u0000b\u0007c\u001Bd\r\ne\tf")));
        assertThat(customer.received()).containsExactly(new Received("text", "abcd\ne\tf", false));
    }

    @Test
    void mediaAreUploadedOnceAndSent() throws IOException {
        assertSent(send(new Content.Image(stored(PNG))));
        assertSent(send(new Content.Image(stored(PNG))));
        assertSent(send(new Content.Voice(stored(AMR), 3, "")));
        assertSent(send(new Content.Video(stored(MP4), 3, stored(PNG))));
        assertThat(customer.received()).extracting(Received::type).containsExactly("image", "image", "voice", "video");
        assertThat(customer.received().get(0).content())
                .isEqualTo(customer.received().get(1).content());
        assertThat(platform.media(customer.received().getFirst().content())).isEqualTo(PNG);
    }

    @Test
    void anUploadThatThePlatformForgotIsRepeated() throws IOException {
        assertSent(send(new Content.Image(stored(PNG))));
        platform.forgetMedia();
        assertSent(send(new Content.Image(stored(PNG))));
        assertThat(customer.received()).hasSize(2);
    }

    @Test
    void anUploadIsRepeatedBeforeItsThreeDaysAreOver() throws IOException {
        assertSent(send(new Content.Image(stored(PNG))));
        clock.forward(Duration.ofHours(61));
        customer.says("again");
        assertSent(send(new Content.Image(stored(PNG))));
        assertThat(customer.received().get(0).content())
                .isNotEqualTo(customer.received().get(1).content());
    }

    @Test
    void linksAreArticlesAndCardsAndRichTextsAreText() {
        Content.Card card = new Content.Card(
                "订单 A-1024",
                List.of(new Content.Card.Field("状态", "已发货")),
                List.of(new Content.Card.Button("查看", "https://example.com/o/1")),
                null);
        assertSent(send(
                new Content.Link("https://example.com/a", "标题", "描述", null),
                card,
                new Content.RichText("<p>Hello <b>you</b> &amp; me</p><p>second<br>third</p>")));
        assertThat(customer.received())
                .containsExactly(
                        new Received("news", "https://example.com/a", false),
                        new Received("text", "订单 A-1024\n状态: 已发货\n查看 https://example.com/o/1", false),
                        new Received("text", "Hello you & me\nsecond\nthird", false));
    }

    @Test
    void aCardBecomesWhatItsMetadataNames() throws IOException {
        assertSent(send(
                card("预约", Map.of("miniprogram", "wx1", "miniprogram-path", "pages/order?id=1"), stored(PNG)),
                card(
                        "夜曲",
                        Map.of("music", "https://a.example/1.mp3", "music-hq", "https://a.example/h.mp3"),
                        stored(PNG)),
                card("文章", Map.of("article", "ART-1"), null),
                card("素材", Map.of("mpnews", "MATERIAL-1"), null),
                card("优惠券", Map.of("wxcard", "CARD-1"), null)));
        assertThat(customer.received())
                .extracting(Received::type)
                .containsExactly("miniprogrampage", "music", "mpnewsarticle", "mpnews", "wxcard");
        assertThatObject(json(0))
                .returns("预约", page -> page.path("title").asString())
                .returns("wx1", page -> page.path("appid").asString())
                .returns("pages/order?id=1", page -> page.path("pagepath").asString())
                .returns(PNG.length, page -> bytes(page.path("thumb_media_id").asString()));
        assertThatObject(json(1))
                .returns("状态: 已发货", music -> music.path("description").asString())
                .returns(
                        "https://a.example/1.mp3",
                        music -> music.path("musicurl").asString())
                .returns(
                        "https://a.example/h.mp3",
                        music -> music.path("hqmusicurl").asString());
        assertThat(customer.received().subList(2, 5))
                .extracting(Received::content)
                .containsExactly(
                        "{\"article_id\":\"ART-1\"}", "{\"media_id\":\"MATERIAL-1\"}", "{\"card_id\":\"CARD-1\"}");
    }

    @Test
    void whatNeedsAPictureIsRejectedWithoutOneBeforeAnythingIsSent() {
        for (String name : List.of("miniprogram", "music")) {
            assertRejected(send(new Content.Text("first"), card("t", Map.of(name, "x"), null)), "not-capable");
        }
        assertThat(customer.received()).isEmpty();
    }

    @Test
    void buttonsToPressAreAMenuAndAPressedOneComesBackAsAClick() {
        assertSent(send(new Content.Card(
                "满意吗?",
                List.of(new Content.Card.Field("单号", "A-1")),
                List.of(
                        new Content.Card.Button("满意", "", "rate:good"),
                        new Content.Card.Button("查看", "https://example.com/o/1"),
                        new Content.Card.Button("不满意", "", "rate:bad")),
                null)));
        assertThat(customer.received())
                .containsExactly(new Received(
                        "msgmenu",
                        "{\"head_content\":\"满意吗?\\n单号: A-1\",\"list\":[{\"id\":\"rate:good\",\"content\":\"满意\"},"
                                + "{\"id\":\"rate:bad\",\"content\":\"不满意\"}],"
                                + "\"tail_content\":\"查看 https://example.com/o/1\"}",
                        false));
        customer.taps("rate:bad", "不满意");
        assertThat(((io.omnihub.message.Message) hub.inbound.getLast().body()).parts())
                .containsExactly(
                        new Content.Text("不满意"),
                        new Content.SystemEvent("card-click", Map.of("value", "rate:bad", "button", "不满意")));
    }

    @Test
    void aMiniProgramGetsLinksAndPagesAndTextsAndNothingElse(@Autowired List<InboxProvider> providers)
            throws IOException {
        assertSent(sendIn(
                "mini",
                new Content.Link("https://example.com/a", "标题", "描述", null),
                card("预约", Map.of("miniprogram", "wx1", "miniprogram-path", "p"), stored(PNG)),
                card("歌", Map.of("music", "https://a.example/1.mp3"), null)));
        assertThat(customer.received()).extracting(Received::type).containsExactly("link", "miniprogrampage", "text");
        assertThatObject(json(0))
                .returns("https://example.com/a", link -> link.path("url").asString());
        assertRejected(sendIn("mini", new Content.Voice(stored(AMR), 1, "")), "not-capable");
        assertRejected(sendIn("mini", new Content.Video(stored(MP4), 1, null)), "not-capable");
        Capabilities mini = capabilities(providers, "mini");
        assertThat(mini.abilities()).containsExactlyInAnyOrder(Ability.TYPING, Ability.TEMPLATES);
        assertThat(mini.sends(new Content.Voice(stored(AMR), 1, ""))).isFalse();
        assertThat(mini.sends(new Content.Card("?", List.of(), List.of(new Content.Card.Button("yes", "", "y")), null)))
                .isFalse();
        assertThat(mini.largest()).containsEntry(Content.Image.class, 2L << 20);
    }

    @Test
    void aTemplateIsSentOutsideTheReplyWindowAndItsIdIsKnown() {
        clock.forward(Duration.ofHours(49));
        Content.Card order = new Content.Card(
                "发货通知",
                List.of(new Content.Card.Field("thing1", "杯子"), new Content.Card.Field("time2", "2026-03-01")),
                List.of(new Content.Card.Button("查看", "https://example.com/o/1")),
                null,
                Map.of("template", "T-1", "miniprogram", "wx1", "miniprogram-path", "pages/order"));
        Exchange sent = send(order);
        assertSent(sent);
        JsonNode got = json(0);
        assertThat(sent.getMessage().getBody(Sent.class).externalIds())
                .containsExactly(got.path("msgid").asString());
        assertThatObject(got)
                .returns("T-1", template -> template.path("template_id").asString())
                .returns(
                        "https://example.com/o/1",
                        template -> template.path("url").asString())
                .returns(
                        "pages/order",
                        template ->
                                template.path("miniprogram").path("pagepath").asString())
                .returns(
                        32,
                        template -> template.path("client_msg_id").asString().length())
                .returns(
                        "{\"thing1\":{\"value\":\"杯子\"},\"time2\":{\"value\":\"2026-03-01\"}}",
                        template -> template.path("data").toString());
        assertRejected(send(new Content.Text("too late")), "45015");
    }

    @Test
    void aSubscriptionMessageGoesItsOwnWayAndAMiniProgramsToo() {
        assertSent(send(template(Map.of("template", "S-1", "subscription", "true"))));
        assertSent(sendIn("mini", template(Map.of("template", "M-1", "miniprogram-path", "pages/order"))));
        assertThatObject(json(0))
                .returns("https://example.com/", message -> message.path("page").asString());
        assertThatObject(json(1))
                .returns("pages/order", message -> message.path("page").asString());
    }

    @Test
    void templatesDoNotCountAsReplies() {
        Content[] six = IntStream.range(0, 6)
                .mapToObj(i -> template(Map.of("template", "T-" + i)))
                .toArray(Content[]::new);
        assertSent(send(six));
        assertSent(send(new Content.Text("1"), new Content.Text("2"), new Content.Text("3")));
        assertThat(customer.received()).hasSize(9);
    }

    private static Content.Card template(Map<String, String> metadata) {
        return new Content.Card(
                "t",
                List.of(new Content.Card.Field("thing1", "x")),
                List.of(new Content.Card.Button("go", "https://example.com/")),
                null,
                metadata);
    }

    @Test
    void ofAVoiceTheUsualOneIsFetchedWhereTheBetterOneIsGone() {
        customer.sendsVoice(AMR);
        Media usual =
                mediaOf(((io.omnihub.message.Message) hub.inbound.getLast().body())
                        .parts()
                        .getFirst());
        Media better = Media.external("gone " + usual.externalId(), "");
        assertThat(media.fetch(TenantId.DEFAULT, new InboxId("safe"), better).contentType())
                .isEqualTo("audio/amr");
        Media first = Media.external(usual.externalId() + " gone", "");
        assertThat(media.fetch(TenantId.DEFAULT, new InboxId("safe"), first).contentType())
                .isEqualTo("audio/amr");
    }

    @Test
    void asWhomTheCustomerIsKnownElsewhereIsAskedOnceAndToldWithWhatHeSays() {
        pushTo("served", PushMode.SAFE);
        customer.isKnownAs("U-" + customer.openid());
        customer.says("hello");
        customer.says("again");
        customer.isTold("VIEW", Map.of("EventKey", "https://example.com/"));
        ContactChange known = new ContactChange("", "", Map.of("unionId", "U-" + customer.openid()));
        assertThat(hub.inbound).filteredOn(event -> event.body().equals(known)).hasSize(2);
        // Twice the same event is one.
        assertThat(hub.inbound.stream()
                        .filter(event -> event.body().equals(known))
                        .map(event -> event.header().key())
                        .distinct())
                .hasSize(1);
    }

    @Test
    void whatTheCallbackItselfSaysOfItIsTakenWithoutAsking() {
        customer.sends("text", Map.of("Content", "hello", "UnionId", "U-7"));
        assertThat(hub.inbound.getLast().body()).isEqualTo(new ContactChange("", "", Map.of("unionId", "U-7")));
    }

    @Test
    void aMessageIsTakenThoughWeChatDoesNotTellWhoItsSenderIs() {
        pushTo("served", PushMode.SAFE);
        customer.isKnownAs("U-8");
        platform.revokeTokens();
        platform.faults().tokenCode(-1);
        assertThat(customer.says("hello").attempts()).isEqualTo(1);
        platform.faults().tokenCode(0);
        // For a while nobody is asked for.
        customer.says("again");
        assertThat(hub.inbound).hasSize(3).noneMatch(event -> event.body() instanceof ContactChange);
        clock.forward(Duration.ofMinutes(1));
        customer.says("and again");
        assertThat(hub.inbound.getLast().body()).isInstanceOf(ContactChange.class);
    }

    @Test
    void repliesAreInTheNameOfTheAccountThatIsSet() {
        assertSent(sendIn("served", new Content.Text("我是小李")));
        assertThat(customer.received()).containsExactly(new Received("text", "我是小李", false, "kf2001@gh_1"));
    }

    @Test
    void whatACustomerSaysGoesOnToWeChatsOwnServiceWhereThatIsSet() {
        pushTo("served", PushMode.SAFE);
        customer.says("有人吗");
        customer.follows();
        pushTo("mini", PushMode.SAFE);
        customer.says("有人吗");
        pushTo("safe", PushMode.SAFE);
        customer.says("有人吗");
        assertThat(customer.transfers()).containsExactly("kf2002@gh_1", "any");
        assertThat(hub.inbound).hasSize(5);
        assertThat(customer.received()).isEmpty();
    }

    private Content.Card card(String title, Map<String, String> metadata, @Nullable Media picture) {
        return new Content.Card(title, List.of(new Content.Card.Field("状态", "已发货")), List.of(), picture, metadata);
    }

    private JsonNode json(int received) {
        return JSON.readTree(customer.received().get(received).content());
    }

    private int bytes(String media) {
        return platform.media(media).length;
    }

    @Test
    void whatWeChatHasNoMessageForIsRejectedBeforeAnythingIsSent() throws IOException {
        for (Content content : List.of(
                new Content.File(stored(PNG)),
                new Content.Location(1, 2, "", ""),
                new Content.ContactCard("Li", "", ""),
                new Content.Sticker(stored(PNG)),
                new Content.Unsupported("x", ""),
                new Content.Image(Media.external("not-ours", "")),
                new Content.Text(" \u0000 "))) {
            assertRejected(send(new Content.Text("first"), content), "not-capable");
        }
        assertThat(customer.received()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "40003, customer's id",
        "40037, template",
        "41030, page",
        "43101, subscribed",
        "47003, fields",
        "40008, kind",
        "40010, kind",
        "40011, kind",
        "40012, kind",
        "43004, follow",
        "44004, empty",
        "45002, too long",
        "45015, 48 hours or no longer follows",
        "45047, write again first",
        "45065, already",
        "47001, documentation",
        "48001, permission",
        "48002, switched off",
        "50002, follow",
        "50005, follow",
        "61451, customer-service account",
        "88000, documentation"
    })
    void whatWouldBeRefusedAgainIsRejectedAtOnce(int code, String any) {
        platform.faults().code(code);
        assertThat(assertRejected(send(new Content.Text("x")), Integer.toString(code))
                        .getMessage())
                .contains("(" + code + ")")
                .contains(any);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 45009, 45011})
    void whatPassesIsTriedLater(int code) {
        platform.faults().code(code);
        ChannelUnavailableException failure = assertUnavailable(send(new Content.Text("x")));
        assertThat(failure.maybeSent()).isFalse();
        assertThat(failure.hiccup()).isEqualTo(code == -1);
    }

    @Test
    void anInboxThatIsConfiguredNoMoreAndAFileThatIsGoneAreRejections() {
        assertRejected(hubSends(Outbound.in("gone", customer.openid(), "d", new Content.Text("x"))), "no-inbox");
        Media lost = new Media("0".repeat(64), "image/png", 3, "", "", "");
        assertRejected(send(new Content.Image(lost)), "no-file");
    }

    @Test
    void aTextLongerThanThePlatformTakesIsCutBetweenCharactersAndArrivesWhole() {
        String family = "👨‍👩‍👧‍👦";
        String text = "长".repeat(600) + family.repeat(120) + "é".repeat(300);
        assertSent(send(new Content.Text(text)));
        assertThat(customer.received()).hasSizeGreaterThan(2).allSatisfy(piece -> {
            assertThat(piece.content().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(2048);
            assertThat(piece.content().replace("长", "").replace(family, "").replace("é", ""))
                    .isEmpty();
        });
        assertThat(customer.received().stream().map(Received::content).collect(Collectors.joining()))
                .isEqualTo(text);
    }

    @Test
    void whatWouldBeMoreThanThePlatformTakesInARowIsRefusedBeforeAnythingIsSent() {
        assertRejected(send(new Content.Text("first"), new Content.Text("长".repeat(4000))), "too-long");
        assertThat(customer.received()).isEmpty();
    }

    @Test
    void thePlatformsOwnLimitsAreRejections() {
        for (int i = 0; i < 5; i++) {
            assertSent(send(new Content.Text("reply " + i)));
        }
        assertRejected(send(new Content.Text("one too many")), "45047");
        clock.forward(Duration.ofHours(49));
        assertRejected(send(new Content.Text("too late")), "45015");
        assertRejected(hubSends(Outbound.to("nobody", "d", new Content.Text("x"))), "40003");
    }

    @Test
    void anExpiredOrRevokedTokenIsRenewedOnceAndTheCallRepeated() {
        assertSent(send(new Content.Text("1")));
        int granted = platform.tokensGranted();
        platform.expireTokens();
        assertSent(send(new Content.Text("2")));
        platform.revokeTokens();
        assertSent(send(new Content.Text("3")));
        assertThat(platform.tokensGranted()).isEqualTo(granted + 2);
        assertThat(customer.received()).hasSize(3);
    }

    @Test
    void tokensThatAreNeverAcceptedSwitchTheInboxOff() {
        platform.faults().code(40001);
        platform.faults().code(40001);
        assertUnavailable(send(new Content.Text("x")));
        assertThat(status().state()).isEqualTo(ChannelStatus.State.OFFLINE);
        assertSent(send(new Content.Text("x")));
        assertThat(status().state()).isEqualTo(ChannelStatus.State.ONLINE);
    }

    @ParameterizedTest
    @CsvSource({
        "40164, IP list",
        "40125, app-id and secret",
        "40013, app-id and secret",
        "50007, frozen",
        "89503, administrator",
        "89507, administrator",
        "48001, console",
        "99999, console"
    })
    void aTokenThatIsNotGrantedTellsTheOperatorWhatToMend(int code, String sentence) {
        platform.revokeTokens();
        platform.faults().tokenCode(code);
        assertThat(assertUnavailable(send(new Content.Text("x"))).maybeSent()).isFalse();
        assertThat(status().state()).isEqualTo(ChannelStatus.State.OFFLINE);
        assertThat(status().sentence()).contains(sentence).contains("(" + code + ")");
    }

    @Test
    void aTokenIsRenewedAt85PercentOfItsLife() {
        assertSent(send(new Content.Text("1")));
        int granted = platform.tokensGranted();
        clock.forward(Duration.ofSeconds(7200 * 84 / 100));
        assertSent(send(new Content.Text("2")));
        assertThat(platform.tokensGranted()).isEqualTo(granted);
        clock.forward(Duration.ofSeconds(7200 * 2 / 100));
        assertSent(send(new Content.Text("3")));
        assertThat(platform.tokensGranted()).isEqualTo(granted + 1);
    }

    @Test
    void aCallThatIsCutAfterItWasWrittenMayHaveBeenSent() {
        platform.faults().silence();
        assertThat(assertUnavailable(send(new Content.Text("x"))).maybeSent()).isTrue();
        assertThat(customer.received()).hasSize(1);
    }

    @Test
    void aMessageOfSeveralPartsGoesOnWhereItStopped() {
        OutboundMessage message = Outbound.to(
                customer.openid(), "d-parts", new Content.Text("1"), new Content.Text("2"), new Content.Text("3"));
        platform.faults().status(200);
        platform.faults().code(-1);
        assertThat(assertUnavailable(hubSends(message)).maybeSent()).isFalse();
        assertThat(calls.of("d-parts")).hasSize(1);
        assertSent(hubSends(Outbound.again(message, calls.of("d-parts"))), 3);
        assertThat(calls.of("d-parts")).hasSize(2);
        assertThat(customer.received()).extracting(Received::content).containsExactly("1", "2", "3");
    }

    @Test
    void theCustomerIsShownThatSomebodyTypes() throws Exception {
        for (boolean stopped : new boolean[] {false, true}) {
            assertSent(hub.sends(new OutboundTyping(
                    TenantId.DEFAULT,
                    new ChannelId("wechat"),
                    new InboxId("safe"),
                    new ConversationId("c1"),
                    customer.openid(),
                    stopped)));
        }
        assertRejected(
                hub.sends(new OutboundTyping(
                        TenantId.DEFAULT,
                        new ChannelId("wechat"),
                        new InboxId("safe"),
                        new ConversationId("c1"),
                        "nobody",
                        false)),
                "40003");
        assertThat(customer.received()).isEmpty();
    }

    @Test
    void whatAnAccountTakesIsKnownBeforeAnythingIsSent(@Autowired List<InboxProvider> providers) {
        Capabilities safe = capabilities(providers, "safe");
        assertThat(safe.text()).returns(2048, TextLimit::most).returns(TextLimit.Unit.BYTES, TextLimit::unit);
        assertThat(safe.mostReplies()).isEqualTo(5);
        assertThat(safe.abilities()).containsExactlyInAnyOrder(Ability.TYPING, Ability.BUTTONS, Ability.TEMPLATES);
        assertThat(safe.replyWindow()).isEqualTo(Duration.ofDays(2));
        // One more goes within the platform's own call.
        assertThat(capabilities(providers, "holding").mostReplies()).isEqualTo(6);
    }

    private static Capabilities capabilities(List<InboxProvider> providers, String inbox) {
        return providers.stream()
                .flatMap(provider -> provider.inboxes().stream())
                .filter(each -> each.id().value().equals(inbox))
                .findFirst()
                .orElseThrow()
                .capabilities();
    }

    @Test
    void aFilmWhosePictureIsTooLargeGoesWithoutIt() throws IOException {
        byte[] large = Arrays.copyOf(PNG, 64 * 1024 + 1);
        assertSent(send(new Content.Video(stored(MP4), 3, stored(large))));
        assertThat(customer.received()).extracting(Received::type).containsExactly("video");
    }

    @Test
    void aRejectionInTheMiddleSaysHowFarItCame() {
        platform.faults().status(200);
        platform.faults().code(45047);
        Exchange exchange = send(new Content.Text("1"), new Content.Text("2"));
        assertThat(assertRejected(exchange, "45047"))
                .hasMessageStartingWith("1 of 2 parts were sent, then: ")
                .returns(false, ChannelRejectedException::maybeSent);
    }

    @Test
    void aFileOfTheWrongKindIsRejected() throws IOException {
        assertRejected(send(new Content.Voice(stored(PNG), 1, "")), "40005");
    }

    @Test
    void mediaOfACustomerAreFetchedAndToldByTheirBytes() throws IOException {
        customer.sendsPicture("image/gif", PNG);
        customer.sendsVoice(AMR);
        customer.sendsVideo(MP4);
        List<Media> fetched = hub.inbound.stream()
                .skip(1)
                .map(event ->
                        ((io.omnihub.message.Message) event.body()).parts().getFirst())
                .map(WeChatOutboundRouteTests::mediaOf)
                .map(sent -> media.fetch(TenantId.DEFAULT, new InboxId("safe"), sent))
                .toList();
        assertThat(fetched).extracting(Media::contentType).containsExactly("image/png", "audio/amr", "video/mp4");
        assertThat(blobs.open(fetched.get(2).blob()).readAllBytes()).isEqualTo(MP4);
    }

    @Test
    void mediaThatAreGoneOrTooLargeOrHaveNoIdAreRejected() {
        InboxId inbox = new InboxId("safe");
        assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(
                                ChannelRejectedException.class,
                                () -> media.fetch(TenantId.DEFAULT, inbox, Media.external("gone", "")))
                        .code())
                .isEqualTo("40007");
        assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(
                                ChannelRejectedException.class,
                                () -> media.fetch(TenantId.DEFAULT, inbox, Media.external("", "http://10.0.0.1/")))
                        .code())
                .isEqualTo("no-media-id");
        customer.sendsPicture("image/png", new byte[21 << 20]);
        Media large =
                mediaOf(((io.omnihub.message.Message) hub.inbound.getLast().body())
                        .parts()
                        .getFirst());
        assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(
                                ChannelRejectedException.class, () -> media.fetch(TenantId.DEFAULT, inbox, large))
                        .code())
                .isEqualTo("too-large");
    }

    @Test
    void manyCallsAtOnceAskForOneToken() throws Exception {
        platform.revokeTokens();
        clock.forward(Duration.ofHours(2));
        customer.says("hello");
        int granted = platform.tokensGranted();
        List<SimulatedCustomer> many = IntStream.range(0, 30)
                .mapToObj(i -> platform.customer("o" + UUID.randomUUID()))
                .toList();
        many.forEach(one -> one.says("hi"));
        try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
            many.forEach(one ->
                    threads.execute(() -> hubSends(Outbound.to(one.openid(), one.openid(), new Content.Text("x")))));
        }
        assertThat(many).allSatisfy(one -> assertThat(one.received()).hasSize(1));
        assertThat(platform.tokensGranted()).isEqualTo(granted + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "image", "voice", "video", "news", "music"})
    void anAnswerInTimeGoesBackInTheSameCall(String type) throws IOException {
        pushTo("holding", PushMode.SAFE);
        Content content = switch (type) {
            case "text" -> new Content.Text("立即回复 ]]> 🙂");
            case "image" -> new Content.Image(stored(PNG));
            case "voice" -> new Content.Voice(stored(AMR), 1, "");
            case "video" -> new Content.Video(stored(MP4), 1, null);
            case "music" -> card("夜曲", Map.of("music", "https://a.example/1.mp3"), stored(PNG));
            default -> new Content.Link("https://example.com/", "t", "d", null);
        };
        passive.next.set(Outbound.in("holding", customer.openid(), "d-" + type, content));
        assertThat(customer.says("有人吗").attempts()).isEqualTo(1);
        assertThat(customer.received()).singleElement().satisfies(received -> {
            assertThat(received.passive()).isTrue();
            assertThat(received.type()).isEqualTo(type);
        });
        org.awaitility.Awaitility.await().until(() -> passive.ends.contains("sent d-" + type));
        assertThat(passive.waits)
                .singleElement()
                .satisfies(wait -> assertThat(wait).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(4)));
    }

    @Test
    void withoutAnAnswerInTimeThereIsSuccess() {
        pushTo("holding", PushMode.SAFE);
        assertThat(customer.says("有人吗").body()).isEqualTo("success");
        assertThat(passive.waits).hasSize(1);
    }

    @Test
    void aMessageIsTakenThoughNoAnswerCanBeAwaited() {
        pushTo("holding", PushMode.SAFE);
        passive.fails.set(new IllegalStateException("the database is away"));
        assertThat(customer.says("有人吗").body()).isEqualTo("success");
        assertThat(passive.waits).hasSize(1);
    }

    @Test
    void whatDoesNotFitIntoAPassiveAnswerIsLeftToTheApi() throws IOException {
        pushTo("holding", PushMode.SAFE);
        for (OutboundMessage message : List.of(
                Outbound.in("holding", customer.openid(), "long", new Content.Text("长".repeat(683))),
                Outbound.in("holding", customer.openid(), "menu", card("?", Map.of("article", "1"), null)),
                Outbound.in("holding", customer.openid(), "two", new Content.Text("1"), new Content.Text("2")),
                Outbound.in("holding", customer.openid(), "file", new Content.File(stored(PNG))))) {
            passive.next.set(message);
            assertThat(customer.says("?").body()).isEqualTo("success");
            assertThat(passive.ends).contains("not sent " + message.delivery());
        }
    }

    @Test
    void inPlainModeAndWhereItIsOffNothingIsHeld() {
        customer.says("?");
        pushTo("plain", PushMode.PLAIN);
        customer.says("?");
        assertThat(passive.waits).isEmpty();
    }

    @Test
    void nobodyIsAnsweredWhoHasJustLeft() {
        pushTo("holding", PushMode.SAFE);
        customer.unfollows();
        customer.does("TEMPLATESENDJOBFINISH", Map.of("MsgID", "1", "Status", "success"));
        assertThat(passive.waits).isEmpty();
        customer.clicks("menu");
        assertThat(passive.waits).hasSize(1);
    }

    @Test
    void aCallThatComesAgainGetsTheSameAnswerAgain() {
        pushTo("holding", PushMode.SAFE);
        String xml = customer.xml("text", Map.of("Content", "?")) + "<MsgId>77</MsgId></xml>";
        var callback = platform.seal(xml, PushMode.SAFE);
        passive.next.set(Outbound.in("holding", customer.openid(), "again", new Content.Text("hello")));
        String first = platform.deliver(callback).body();
        assertThat(first).contains("<Encrypt>");
        assertThat(platform.deliver(callback).body()).isEqualTo(first);
        clock.forward(Duration.ofSeconds(31));
        assertThat(platform.deliver(callback).body()).isEqualTo("success");
    }

    private Exchange send(Content... parts) {
        return hubSends(Outbound.to(customer.openid(), UUID.randomUUID().toString(), parts));
    }

    private Exchange sendIn(String inbox, Content... parts) {
        return hubSends(Outbound.in(inbox, customer.openid(), UUID.randomUUID().toString(), parts));
    }

    private Exchange hubSends(OutboundMessage message) {
        try {
            return hub.sends(message);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertSent(Exchange exchange) {
        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody()).isInstanceOf(Sent.class);
    }

    private static void assertSent(Exchange exchange, int calls) {
        assertSent(exchange);
        assertThat(exchange.getMessage().getBody(Sent.class).externalIds())
                .hasSize(calls)
                .containsOnly("");
    }

    private static ChannelRejectedException assertRejected(Exchange exchange, String code) {
        assertThat(exchange.getException())
                .isInstanceOfSatisfying(
                        ChannelRejectedException.class,
                        e -> assertThat(e.code()).isEqualTo(code));
        return (ChannelRejectedException) exchange.getException();
    }

    private static ChannelUnavailableException assertUnavailable(Exchange exchange) {
        assertThat(exchange.getException()).isInstanceOf(ChannelUnavailableException.class);
        return (ChannelUnavailableException) exchange.getException();
    }

    private ChannelStatus status() {
        return statuses.of(TenantId.DEFAULT, new InboxId("safe"));
    }

    private Media stored(byte[] bytes) throws IOException {
        return blobs.store(new ByteArrayInputStream(bytes), "", "../evil.exe", 1 << 20);
    }

    private static Media mediaOf(Content content) {
        return switch (content) {
            case Content.Image image -> image.media();
            case Content.Voice voice -> voice.media();
            case Content.Video video -> video.media();
            default -> throw new IllegalArgumentException(content.getClass().toString());
        };
    }

    private void pushTo(String inbox, PushMode mode) {
        URI address = URI.create("http://localhost:" + port + "/channels/wechat/" + inbox.toLowerCase(Locale.ROOT));
        platform.pushesTo(address, mode);
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
