package io.omnihub.channel.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.omnihub.channel.BlobsInMemory;
import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.channel.callback.CallbackCalls;
import io.omnihub.channel.callback.UntrustedCallbackException;
import io.omnihub.channel.callback.UntrustedCallbackException.Reason;
import io.omnihub.channel.declared.Declared;
import io.omnihub.channel.declared.DeclaredChannels;
import io.omnihub.channel.http.AccessTokens;
import io.omnihub.channel.http.TokensInMemory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.StringUtils;

/// The steps that a route names, each in a route of its own, against a real server.
class StepsTests {

    private static final List<String> CALLS = new CopyOnWriteArrayList<>();
    private static final AtomicInteger GRANTED = new AtomicInteger();
    private static final Map<String, Integer> STATUSES =
            Map.of("/v1/bad", 422, "/v1/busy", 503, "/v1/gone", 410, "/v1/moved", 302);
    private static CamelContext camel;
    private static HttpServer server;
    private static volatile String refused = "";
    private static volatile @Nullable String length;

    @BeforeAll
    static void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", StepsTests::answer);
        server.start();
        String url = "http://localhost:" + server.getAddress().getPort();
        DeclaredChannels channels = Declared.of("acme", """
                omnihub:
                  channels:
                    acme:
                      capabilities: {}
                      inboxes:
                        shop:
                          secrets:
                            signing-key: [new, old]
                            verify-token: let-me-in
                            password: pässword
                            token: t0ken
                            odd-token: 秘密
                            client-secret: cl1ent
                          properties:
                            user: ada
                            client-id: the-client
                            token-url: %s/token
                            api-url: %s
                            away-url: http://localhost:1
                """.formatted(url, url));
        camel = new DefaultCamelContext();
        camel.addComponent("callback", new CallbackComponent(channels));
        camel.addComponent(
                "platform",
                new PlatformComponent(
                        channels,
                        new AccessTokens(new TokensInMemory(Clock.systemUTC()), Clock.systemUTC()),
                        new BlobsInMemory(),
                        Clock.systemUTC()));
        route("hmac", "callback:hmac?channel=acme&signature=header:X-Sign&prefix=sha256=&headers=X-Event");
        route("basic", "callback:basic?channel=acme");
        route("handshake", "callback:handshake?channel=acme&token=query:hub.verify_token&echo=query:hub.challenge");
        route("challenge", "callback:challenge?field=challenge");
        route("bearer", "platform:call?channel=acme&auth=bearer&url={api-url}/v1/{path}");
        route("user", "platform:call?channel=acme&auth=basic&url={api-url}/v1/{path}");
        route("oauth", "platform:call?channel=acme&auth=oauth2&scope=send&url={api-url}/v1/{path}");
        route("files", "platform:call?channel=acme&auth=oauth2&scope=files&url={api-url}/v1/{path}");
        route("odd", "platform:call?channel=acme&auth=bearer&secret=odd-token&url={api-url}/v1/{path}");
        route("away", "platform:call?channel=acme&url={away-url}/v1/{path}");
        camel.start();
    }

    @AfterAll
    static void stop() {
        camel.stop();
        server.stop(0);
    }

    @BeforeEach
    void reset() {
        CALLS.clear();
        refused = "";
    }

    private static void route(String name, String step) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:" + name).to(step);
            }
        });
    }

    @Test
    void aSignatureByEachValidKeyProvesACallWhichKeepsTheHeadersThatAreNamed() throws Exception {
        for (String key : List.of("new", "old")) {
            Exchange proved = call("hmac", "POST", "", Map.of("X-Sign", sign(key), "X-Event", "said", "X-Other", "x"));
            assertThat(proved.getException()).isNull();
            assertThat(proved.getMessage().getHeaders())
                    .containsEntry("HubInbox", "shop")
                    .containsEntry("X-Event", "said")
                    .doesNotContainKey("X-Other");
            assertThat(proved.getMessage().getBody(String.class)).isEqualTo("{}");
        }
        assertRefused(call("hmac", "POST", "", Map.of("X-Sign", sign("else"))), Reason.WRONG_SIGNATURE);
        assertRefused(call("hmac", "POST", "", Map.of()), Reason.MISSING_SIGNATURE);
        Exchange other = call("hmac", "GET", "", Map.of());
        assertThat(other.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(405);
        assertThat(other.isRouteStop()).isTrue();
    }

    @Test
    void aNameAndAPasswordProveACall() {
        assertThat(call("basic", "POST", "", Map.of("Authorization", basic("ada:pässword")))
                        .getException())
                .isNull();
        assertRefused(
                call("basic", "POST", "", Map.of("Authorization", basic("ada:password"))), Reason.WRONG_SIGNATURE);
        assertRefused(call("basic", "POST", "", Map.of()), Reason.MISSING_SIGNATURE);
    }

    @Test
    void whoTriesTheAddressGetsBackWhatHeSaysOnlyWithTheToken() {
        Exchange right = call("handshake", "GET", "hub.verify_token=let-me-in&hub.challenge=42", Map.of());
        assertThat(right.getMessage().getBody(String.class)).isEqualTo("42");
        assertThat(right.isRouteStop()).isTrue();
        assertRefused(
                call("handshake", "GET", "hub.verify_token=let-me-out&hub.challenge=42", Map.of()),
                Reason.WRONG_SIGNATURE);
        assertThat(call("handshake", "POST", "", Map.of()).isRouteStop()).isFalse();
    }

    @Test
    void aGenuineCallThatOnlyTriesTheAddressGetsItsChallengeBack() {
        Exchange tried = camel.createProducerTemplate()
                .request("direct:challenge", exchange -> exchange.getMessage().setBody("{\"challenge\":\"a\\\"b\"}"));
        assertThat(tried.getMessage().getBody(String.class)).isEqualTo("{\"challenge\":\"a\\\"b\"}");
        assertThat(tried.isRouteStop()).isTrue();
        for (String body : List.of("{\"text\":\"x\"}", "no json", "[]", "{\"challenge\":7}")) {
            Exchange other = camel.createProducerTemplate()
                    .request(
                            "direct:challenge",
                            exchange -> exchange.getMessage().setBody(body));
            assertThat(other.isRouteStop()).isFalse();
            assertThat(other.getMessage().getBody(String.class)).isEqualTo(body);
        }
    }

    @Test
    void aCallHasTheCredentialsOfItsInbox() {
        send("bearer", "messages");
        send("user", "messages");
        assertThat(CALLS)
                .containsExactly("/v1/messages Bearer t0ken {}", "/v1/messages " + basic("ada:pässword") + " {}");
    }

    @Test
    void aTokenIsAskedForOnceAndAnewWhereItIsRefused() {
        send("oauth", "one");
        int before = GRANTED.get();
        send("oauth", "two");
        assertThat(GRANTED.get()).isEqualTo(before);
        refuseTheLast();
        assertThat(send("oauth", "three").getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE))
                .isEqualTo(200);
        assertThat(GRANTED.get()).isEqualTo(before + 1);
        assertThat(CALLS.getLast()).isEqualTo("/v1/three Bearer granted-%s {}", GRANTED.get());
    }

    @Test
    void eachScopeHasATokenOfItsOwn() {
        send("oauth", "one");
        send("files", "two");
        send("oauth", "three");
        String sends = token(CALLS.getFirst());
        assertThat(CALLS.get(1)).doesNotContain(sends);
        assertThat(CALLS.get(2)).isEqualTo("/v1/three Bearer %s {}", sends);
    }

    @Test
    void aFileIsReadAnewForASecondTryAndItsLengthIsTold() {
        send("oauth", "one");
        refuseTheLast();
        byte[] file = "a file".repeat(10_000).getBytes(StandardCharsets.UTF_8);
        Exchange sent = send("oauth", "two", new ByteArrayInputStream(file), Map.of());
        assertThat(sent.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(200);
        assertThat(CALLS.getLast())
                .isEqualTo("/v1/two Bearer granted-%s %s", GRANTED.get(), new String(file, StandardCharsets.UTF_8));
        assertThat(length).isEqualTo(Integer.toString(file.length));
    }

    @Test
    void anInboxThatIsNotThereNowIsWaitedFor() {
        Exchange sent = send("bearer", "one", "{}", Map.of("HubInbox", "other"));
        assertThat(sent.getException(ChannelUnavailableException.class))
                .hasMessage("the acme inbox other is not configured now");
    }

    @Test
    void whatNoHeaderCanHoldIsNotRepeated() {
        Exchange words = send("bearer", "one", "{}", Map.of("x-subject", "我的密码"));
        assertThat(words.getException(ChannelRejectedException.class))
                .hasNoCause()
                .hasMessage("the header x-subject can't hold what is to be in it (no-header)");
        assertThat(send("odd", "one").getException())
                .hasNoCause()
                .hasMessage("the secret odd-token can't stand in the header Authorization");
        assertThat(CALLS).isEmpty();
    }

    @Test
    void nothingFromOutsideLeadsACallElsewhere() {
        for (String path : List.of("../../admin", "a/../../b")) {
            assertThat(send("bearer", path).getException()).hasMessageContaining("makes no address");
        }
        assertThat(CALLS).isEmpty();
        assertThatThrownBy(() -> camel.getEndpoint("platform:call?channel=acme&url={path}x"))
                .rootCause()
                .hasMessageContaining("url must begin with");
        for (String url : List.of("{api-url}{path}", "{api-url}:{path}", "https://api.acme.example{json:next}")) {
            assertThatThrownBy(() -> camel.getEndpoint("platform:call?channel=acme&url=" + url))
                    .rootCause()
                    .hasMessageContaining("go on with a /");
        }
        assertThatThrownBy(() -> camel.getEndpoint("platform:fetch?channel=acme&url={media:url}"))
                .rootCause()
                .hasMessage("hosts must be given where url is {media:url}");
    }

    @Test
    void whatIsAnsweredIsLeftAndWhatCanNotBeReachedIsTriedLater() {
        Exchange answered = send("bearer", "bad");
        assertThat(answered.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(422);
        assertThat(answered.getMessage().getBody(String.class)).isEqualTo("{\"code\":7}");
        for (Map.Entry<String, Integer> empty :
                Map.of("busy", 503, "gone", 410, "moved", 302).entrySet()) {
            Exchange error = send("bearer", empty.getKey());
            assertThat(error.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE))
                    .isEqualTo(empty.getValue());
            assertThat(error.getMessage().getBody(String.class)).isEmpty();
        }
        assertThat(send("away", "one").getException()).isInstanceOf(ChannelUnavailableException.class);
    }

    @Test
    void whatARouteSaysWrongIsNamed() {
        assertWrong("callback:hmac?channel=acme", "signature must be given");
        assertWrong("callback:token?channel=acme&at=body", "at must be header:<name> or query:<name>");
        assertWrong("callback:token?at=query:t", "channel must be given");
        assertWrong("callback:nothing", "There is no step callback:nothing");
        assertWrong("platform:call?channel=acme&url=https://x&auth=magic", "auth must be one of none, bearer");
        assertWrong("platform:call?channel=acme&url=https://x&timeout=10m", "timeout must be between");
        assertWrong("platform:call?channel=acme&url=https://x&wrong=1", "wrong=1");
    }

    private static void refuseTheLast() {
        refused = "Bearer " + token(CALLS.getLast());
    }

    private static String token(String call) {
        return StringUtils.delimitedListToStringArray(call, " ")[2];
    }

    private static void assertWrong(String uri, String sentence) {
        assertThatThrownBy(() -> camel.getEndpoint(uri)).rootCause().hasMessageContaining(sentence);
    }

    private static void assertRefused(Exchange exchange, Reason reason) {
        assertThat(exchange.getException(UntrustedCallbackException.class).reason())
                .isEqualTo(reason);
    }

    private static Exchange send(String route, String path) {
        return send(route, path, "{}", Map.of());
    }

    private static Exchange send(String route, String path, Object body, Map<String, String> headers) {
        return camel.createProducerTemplate().request("direct:" + route, exchange -> {
            exchange.getMessage().setHeader("HubInbox", "shop");
            exchange.getMessage().setHeader(Exchange.HTTP_PATH, path);
            headers.forEach(exchange.getMessage()::setHeader);
            exchange.getMessage().setBody(body);
        });
    }

    private static Exchange call(String route, String method, String query, Map<String, Object> headers) {
        return camel.createProducerTemplate()
                .request("direct:" + route, exchange -> CallbackCalls.fill(exchange, method, query, headers));
    }

    private static String sign(String key) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return "sha256=" + HexFormat.of().formatHex(mac.doFinal("{}".getBytes(StandardCharsets.UTF_8)));
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String proof = exchange.getRequestHeaders().getFirst("Authorization");
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            int status = 200;
            String answer = "{\"id\":\"1\"}";
            if (path.equals("/token")) {
                boolean right = body.matches("grant_type=client_credentials&scope=(send|files)")
                        && basic("the-client:cl1ent").equals(proof);
                status = right ? 200 : 400;
                answer = "{\"access_token\":\"granted-" + GRANTED.incrementAndGet() + "\",\"expires_in\":3600}";
            } else {
                CALLS.add(path + " " + proof + " " + body);
                length = exchange.getRequestHeaders().getFirst("Content-Length");
                status = refused.equals(proof) ? 401 : STATUSES.getOrDefault(path, 200);
                answer = status == 422 ? "{\"code\":7}" : answer;
            }
            boolean empty = status != 200 && status != 422;
            byte[] bytes = empty ? new byte[0] : answer.getBytes(StandardCharsets.UTF_8);
            if (!empty) {
                exchange.getResponseHeaders().set("Content-Type", "application/json");
            }
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
