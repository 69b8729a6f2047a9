package io.omnihub.channel.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.omnihub.TestClock;
import io.omnihub.channel.callback.CallbackCrypto;
import io.omnihub.message.Content;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.Message;
import io.omnihub.simulator.platform.Callback;
import io.omnihub.simulator.platform.Pushed;
import io.omnihub.simulator.wechat.PushMode;
import io.omnihub.simulator.wechat.SimulatedCustomer;
import io.omnihub.simulator.wechat.WeChatSimulator;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

@SpringBootTest(
        classes = WeChatTestApplication.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = "camel.main.routes-include-pattern=file:routes/callback.camel.yaml,file:routes/wechat.camel.yaml")
final class WeChatCallbackRouteTests {

    private static final String FORBIDDEN = "{\"type\":\"about:blank\",\"title\":\"Forbidden\",\"status\":403}";

    private final HttpClient client = HttpClient.newHttpClient();

    @Autowired
    private WeChatSimulator platform;

    @Autowired
    private HubDouble hub;

    @Autowired
    private TestClock clock;

    @Autowired
    private FaultyAdapter faulty;

    @Autowired
    private MeterRegistry meters;

    @Autowired
    private ProducerTemplate camel;

    @LocalServerPort
    private int port;

    @BeforeEach
    void clear() {
        hub.clear();
        pushTo("safe", PushMode.SAFE);
    }

    @AfterEach
    void theProtocolWasKept() {
        assertThat(platform.breaches()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"safe", "compatible", "plain"})
    void theAddressProvesItselfToThePlatform(String inbox) {
        pushTo(inbox, PushMode.SAFE);
        assertThat(platform.verifies()).isTrue();
        assertThat(hub.inbound).isEmpty();
    }

    @Test
    void aVerificationWithAWrongSignatureGetsNoEcho() throws Exception {
        String address = address("safe") + "?signature=00&timestamp=" + now() + "&nonce=1&echostr=%3Cscript%3E";
        assertForbidden(send(HttpRequest.newBuilder(URI.create(address)).build()));
    }

    @ParameterizedTest
    @EnumSource
    void aMessageOfEachModeIsTaken(PushMode mode) {
        pushTo(mode.name().toLowerCase(java.util.Locale.ROOT), mode);
        SimulatedCustomer customer = platform.customer("oCustomer");
        for (int i = 0; i < 40; i++) {
            Pushed pushed = customer.says("你好 " + "x".repeat(i) + " 🙂");
            assertThat(pushed).isEqualTo(new Pushed(1, 200, "success"));
        }
        assertThat(hub.inbound)
                .hasSize(40)
                .first()
                .satisfies(event -> assertThat(text(event)).isEqualTo("你好  🙂"))
                .satisfies(event -> assertThat(event.header().inbox().value()).isEqualToIgnoringCase(mode.name()));
        assertThat(hub.inbound.stream().map(event -> event.header().key()).distinct())
                .hasSize(40);
    }

    @Test
    void whatIsKeptIsTheDecryptedMessage() {
        platform.customer("oCustomer").says("你好");
        assertThat(hub.inbound.getFirst().header().raw())
                .satisfies(raw -> assertThat(new String(raw.bytes(), StandardCharsets.UTF_8))
                        .startsWith("<xml><ToUserName>")
                        .contains("你好"));
    }

    @Test
    void onlyTheEncryptedPartIsTrusted() {
        pushTo("compatible", PushMode.COMPATIBLE);
        Callback callback = sealed("<Content>real</Content>", PushMode.COMPATIBLE);
        String body = new String(callback.body(), StandardCharsets.UTF_8).replace("real", "forged");
        assertTaken(platform.deliver(new Callback(callback.query(), utf8(body))));
        assertThat(text(hub.inbound.getFirst())).isEqualTo("real");
    }

    @Test
    void aPlainMessageToASafeInboxIsRefused() {
        assertRefused(sealed("<Content>x</Content>", PushMode.PLAIN), "undecryptable");
    }

    @Test
    void anEncryptedMessageToAPlainInboxIsRefused() {
        pushTo("plain", PushMode.PLAIN);
        assertRefused(sealed("<Content>x</Content>", PushMode.SAFE), "undecryptable");
    }

    @Test
    void aCompatibleInboxRefusesWhatHasNoEncryptedPart() {
        pushTo("compatible", PushMode.COMPATIBLE);
        assertRefused(sealed("<Content>x</Content>", PushMode.PLAIN), "undecryptable");
    }

    @Test
    void wrongSignaturesAreRefused() {
        Callback right = sealed("<Content>x</Content>", PushMode.SAFE);
        String other = right.query().replaceAll("msg_signature=.", "msg_signature=z");
        assertRefused(new Callback(other, right.body()), "wrong_signature");
        String none = right.query().replaceAll("&msg_signature=.*", "");
        assertRefused(new Callback(none, right.body()), "missing_signature");
        assertRefused(new Callback(right.query().replace("nonce=", "nonce=1"), right.body()), "wrong_signature");
        assertRefused(new Callback("", right.body()), "missing_signature");
    }

    @Test
    void aTamperedBodyIsRefused() {
        Callback right = sealed("<Content>x</Content>", PushMode.SAFE);
        String body = new String(right.body(), StandardCharsets.UTF_8);
        int at = body.indexOf("<Encrypt><![CDATA[") + 40;
        char changed = body.charAt(at) == 'A' ? 'B' : 'A';
        String tampered = body.substring(0, at) + changed + body.substring(at + 1);
        assertRefused(new Callback(right.query(), utf8(tampered)), "wrong_signature");
    }

    @Test
    void staleAndFutureMessagesAreRefused() {
        Callback now = sealed("<Content>x</Content>", PushMode.SAFE);
        clock.forward(Duration.ofSeconds(301));
        assertRefused(now, "stale");
        Callback later = sealed("<Content>x</Content>", PushMode.SAFE);
        clock.forward(Duration.ofSeconds(-301));
        assertRefused(later, "stale");
    }

    @Test
    void theEdgeOfTheWindowIsTaken() {
        Callback callback = sealed("<Content>x</Content>", PushMode.SAFE);
        clock.forward(Duration.ofMinutes(5));
        assertTaken(platform.deliver(callback));
    }

    @Test
    void aTimeThatIsNoneIsRefused() {
        for (String time : List.of("now", "", "99999999999999999999", "9223372036854775807", "-1")) {
            String query = "timestamp=" + time + "&nonce=1&signature=" + signature(time, "1");
            pushTo("plain", PushMode.PLAIN);
            assertRefused(new Callback(query, utf8("<xml/>")), "stale");
        }
    }

    @Test
    void aMessageForAnotherAppIsRefused() {
        var mine = platform.account();
        var foreign = new io.omnihub.simulator.wechat.SimulatedAccount(
                mine.originalId(), "wxffffffffffffffff", mine.secret(), mine.token(), mine.encodingAesKey());
        try (WeChatSimulator other = new WeChatSimulator(foreign, clock)) {
            assertRefused(other.seal(xml("<Content>x</Content>"), PushMode.SAFE), "foreign_receiver");
        }
    }

    @Test
    void aMessageUnderAnotherKeyIsRefused() {
        var mine = platform.account();
        var foreign = new io.omnihub.simulator.wechat.SimulatedAccount(
                mine.originalId(),
                mine.appId(),
                mine.secret(),
                mine.token(),
                "A" + mine.encodingAesKey().substring(1));
        try (WeChatSimulator other = new WeChatSimulator(foreign, clock)) {
            Pushed pushed = platform.deliver(other.seal(xml("<Content>x</Content>"), PushMode.SAFE));
            assertThat(pushed).isEqualTo(new Pushed(1, 403, FORBIDDEN));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown", "SAFE", "safe;x=1", "safe%2F", "..%2Fsafe"})
    void anUnknownInboxIsRefusedAlike(String inbox) throws Exception {
        Callback callback = sealed("<Content>x</Content>", PushMode.SAFE);
        HttpResponse<String> answer = send(HttpRequest.newBuilder(
                        URI.create("http://localhost:" + port + "/channels/wechat/" + inbox + "?" + callback.query()))
                .POST(BodyPublishers.ofByteArray(callback.body()))
                .build());
        assertThat(answer.statusCode()).isBetween(400, 404);
        if (answer.statusCode() == 403) {
            assertThat(answer.headers().allValues("Cache-Control")).containsExactly("no-store");
        }
        assertThat(hub.inbound).isEmpty();
        if (inbox.equals("unknown")) {
            assertForbidden(answer);
        }
    }

    @Test
    void aNameThatComesTwiceInTheQueryIsRefused() {
        Callback right = sealed("<Content>x</Content>", PushMode.SAFE);
        for (String more : List.of("&nonce=1", "&NONCE=1", "&msg_signature=", "&%6Eonce=1")) {
            assertRefused(new Callback(right.query() + more, right.body()), "wrong_signature");
        }
    }

    @Test
    void headersAndParametersFromOutsideChangeNothing() throws Exception {
        Callback callback = sealed("<Content>x</Content>", PushMode.SAFE);
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(address("safe") + "?" + callback.query()
                        + "&inbox=plain&HubTenant=other&CamelHttpUri=http%3A%2F%2Flocalhost%2Fplain"))
                .header("inbox", "plain")
                .header("HubTenant", "other")
                .header("hubInbox", "other")
                .header("cAmelHttpUri", "http://localhost/plain")
                .header("CamelHttpMethod", "GET")
                .header("signature", "x")
                .POST(BodyPublishers.ofByteArray(callback.body()))
                .build());
        assertThat(answer.body()).isEqualTo("success");
        assertThat(hub.inbound.getFirst().header().inbox().value()).isEqualTo("safe");
        assertThat(hub.inbound.getFirst().header().tenant().value()).isEqualTo("default");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "text/xml; charset=no-such",
                "application/x-java-serialized-object",
                "application/json"
            })
    void theContentTypeIsNotBelieved(String contentType) throws Exception {
        Callback callback = sealed("<Content>x</Content>", PushMode.SAFE);
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(address("safe") + "?" + callback.query()))
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofByteArray(callback.body()))
                .build());
        assertThat(answer.body()).isEqualTo("success");
    }

    @Test
    void whatCanNotBeReadCanNotBeProvedInSafeMode() {
        Callback right = sealed("<Content>x</Content>", PushMode.SAFE);
        String body = new String(right.body(), StandardCharsets.UTF_8);
        assertRefused(new Callback(right.query(), utf8(body.substring(0, body.length() - 20))), "undecryptable");
        assertRefused(new Callback(right.query(), utf8("<!DOCTYPE xml []>" + body)), "undecryptable");
        assertRefused(new Callback(right.query(), new byte[0]), "undecryptable");
        byte[] invalid = right.body().clone();
        invalid[20] = (byte) 0xFF;
        assertRefused(new Callback(right.query(), invalid), "undecryptable");
    }

    @Test
    void aGenuineMessageThatIsMalformedIsADeadLetterAndThePlatformContent() {
        String[] malformed = {
            xml("<Content>x</Content>").replace("</xml>", ""),
            "<!DOCTYPE xml [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>" + xml("<Content>&e;</Content>"),
            xml("<Content>x</Content>").replace("1718000000", "yesterday"),
            "hello"
        };
        for (String xml : malformed) {
            hub.clear();
            assertTaken(platform.deliver(platform.seal(xml, PushMode.SAFE)));
            assertThat(hub.inbound).isEmpty();
            assertThat(hub.deadLetters).singleElement().satisfies(letter -> {
                assertThat(new String(letter.raw(), StandardCharsets.UTF_8).strip())
                        .isEqualTo(xml);
                assertThat(letter.tenant()).isEqualTo("default");
                assertThat(letter.inbox()).isEqualTo("safe");
                assertThat(letter.reason()).isNotBlank().doesNotContain("yesterday");
                assertThat(letter.replay()).isEqualTo("direct:wechat-replay");
            });
        }
    }

    @Test
    void aGenuineMessageThatTheAdapterFailsOnByAFaultOfOursIsADeadLetterToo() {
        assertTaken(platform.deliver(sealed("<Content>x</Content>", PushMode.SAFE)));
        hub.clear();
        Callback callback = sealed("<Content>a secret text</Content>", PushMode.SAFE);
        faulty.failOnce();

        assertTaken(platform.deliver(callback));

        assertThat(hub.inbound).isEmpty();
        assertThat(hub.deadLetters).singleElement().satisfies(letter -> {
            assertThat(new String(letter.raw(), StandardCharsets.UTF_8)).contains("a secret text");
            assertThat(letter.reason()).isEqualTo("the adapter failed: IllegalStateException");
        });
        assertTaken(platform.deliver(callback));
        assertThat(hub.inbound).hasSize(1);
        assertThat(hub.deadLetters).hasSize(1);
    }

    @Test
    void inPlainModeATruncatedOrInvalidBodyIsGenuineButMalformed() {
        pushTo("plain", PushMode.PLAIN);
        Callback right = sealed("<Content>x</Content>", PushMode.PLAIN);
        byte[] invalid = right.body().clone();
        invalid[20] = (byte) 0xFF;
        assertTaken(platform.deliver(new Callback(right.query(), invalid)));
        assertTaken(platform.deliver(new Callback(right.query(), Arrays.copyOf(right.body(), 50))));
        assertThat(hub.deadLetters).hasSize(2);
        assertThat(hub.deadLetters.getFirst().raw()).isEqualTo(invalid);
    }

    @Test
    void aDeadLetterIsReplayedFromItsDecryptedBytesWithoutATimeWindow() {
        clock.forward(Duration.ofDays(30));
        camel.sendBodyAndHeaders(
                "direct:wechat-replay",
                utf8(xml("<Content>late</Content>")),
                Map.of("HubTenant", "default", "HubInbox", "safe"));
        clock.forward(Duration.ofDays(-30));
        assertThat(text(hub.inbound.getFirst())).isEqualTo("late");
        assertThat(hub.inbound.getFirst().header().sentAt()).isEqualTo("2024-06-10T06:13:20Z");
    }

    @Test
    void whileTheBufferTakesNothingThePlatformIsAskedToComeAgain() throws Exception {
        hub.fails(new IllegalStateException("the buffer is full"));
        Callback callback = sealed("<Content>x</Content>", PushMode.SAFE);
        HttpResponse<String> answer = post("safe", callback);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("5");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.body()).doesNotContain("buffer");
        assertThat(platform.customer("oCustomer").says("hello").attempts()).isEqualTo(3);
        hub.fails(null);
        assertThat(platform.customer("oCustomer").says("hello").attempts()).isEqualTo(1);
    }

    @Test
    void aDeadLetterThatIsNotTakenComesAgainToo() {
        hub.fails(new IllegalStateException("the buffer is full"));
        assertThat(platform.deliver(platform.seal("<xml>", PushMode.SAFE)).status())
                .isEqualTo(503);
    }

    @Test
    void oversizedBodiesAreRefusedWhetherAnnouncedOrNot() throws Exception {
        byte[] large = new byte[300 * 1024];
        Callback right = sealed("<Content>x</Content>", PushMode.SAFE);
        assertThat(post("safe", new Callback(right.query(), large)).statusCode())
                .isEqualTo(413);
        HttpResponse<String> chunked = send(HttpRequest.newBuilder(URI.create(address("safe") + "?" + right.query()))
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))
                .build());
        assertThat(chunked.statusCode()).isEqualTo(413);
        assertThat(chunked.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(hub.inbound).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "PATCH"})
    void otherMethodsAreNotAllowed(String method) throws Exception {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(address("safe")))
                .method(method, BodyPublishers.ofString("<xml/>"))
                .build());
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).contains("GET, POST");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    @Test
    void aMiniProgramsJsonIsTaken() {
        String json =
                "{\"ToUserName\":\"gh\",\"FromUserName\":\"oMini\",\"CreateTime\":1718000000,\"MsgType\":\"text\","
                        + "\"Content\":\"在吗\",\"MsgId\":24681357902468135123}";
        Callback sealed = platform.seal(json, PushMode.SAFE);
        String encrypted = new String(sealed.body(), StandardCharsets.UTF_8)
                .replaceAll("(?s).*<Encrypt><!\\[CDATA\\[(.*)]]></Encrypt>.*", "$1");
        String body = "\uFEFF{\"ToUserName\":\"gh\",\"Encrypt\":\"" + encrypted + "\"}";
        assertTaken(platform.deliver(new Callback(sealed.query(), utf8(body))));
        assertThat(hub.inbound.getFirst().header().key()).isEqualTo("message:24681357902468135123");
    }

    private void assertRefused(Callback callback, String reason) {
        double before = refused(reason);
        assertThat(platform.deliver(callback)).isEqualTo(new Pushed(1, 403, FORBIDDEN));
        assertThat(refused(reason)).isEqualTo(before + 1);
        assertThat(hub.inbound).isEmpty();
        assertThat(hub.deadLetters).isEmpty();
    }

    private double refused(String reason) {
        return meters.counter("omnihub.callbacks.refused", "channel", "wechat", "reason", reason)
                .count();
    }

    private static void assertForbidden(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).isEqualTo(FORBIDDEN);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    private static void assertTaken(Pushed pushed) {
        assertThat(pushed).isEqualTo(new Pushed(1, 200, "success"));
    }

    private Callback sealed(String fields, PushMode mode) {
        return platform.seal(xml(fields), mode);
    }

    private static String xml(String fields) {
        return "<xml><ToUserName>gh</ToUserName><FromUserName>oCustomer</FromUserName>"
                + "<CreateTime>1718000000</CreateTime><MsgType>text</MsgType>" + fields + "<MsgId>1</MsgId></xml>";
    }

    private static String text(InboundEvent event) {
        return ((Content.Text) ((Message) event.body()).parts().getFirst()).text();
    }

    private String signature(String timestamp, String nonce) {
        return CallbackCrypto.signature(platform.account().token(), timestamp, nonce);
    }

    private void pushTo(String inbox, PushMode mode) {
        platform.pushesTo(URI.create(address(inbox)), mode);
    }

    private String address(String inbox) {
        return "http://localhost:" + port + "/channels/wechat/" + inbox;
    }

    private String now() {
        return Long.toString(clock.instant().getEpochSecond());
    }

    private HttpResponse<String> post(String inbox, Callback callback) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(address(inbox) + "?" + callback.query()))
                .POST(BodyPublishers.ofByteArray(callback.body()))
                .build());
    }

    private HttpResponse<String> send(HttpRequest request) throws Exception {
        return client.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
