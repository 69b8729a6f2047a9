package io.omnihub.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.omnihub.identity.Role;
import io.omnihub.media.SignedLinks;
import io.omnihub.message.ConversationId;
import io.omnihub.simulator.wechat.PushMode;
import io.omnihub.simulator.wechat.Received;
import io.omnihub.simulator.wechat.SimulatedAccount;
import io.omnihub.simulator.wechat.SimulatedCustomer;
import io.omnihub.simulator.wechat.WeChatSimulator;
import io.omnihub.web.Api.Answer;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What WeChat can't send reaches its customer as a link.
final class FileLinksTests {

    private static final String PUBLIC = "https://hub.example.com/desk";
    private static final byte[] PDF = "%PDF-1.4 The manual".getBytes(StandardCharsets.US_ASCII);
    private static final int TEN_MEGABYTES = 10 * 1024 * 1024;

    @TempDir
    private static Path data;

    private static WeChatSimulator platform;
    private static RunningHub hub;
    private static Api agent;

    @BeforeAll
    static void open() {
        platform = new WeChatSimulator(SimulatedAccount.sample(), Clock.systemUTC());
        SimulatedAccount account = platform.account();
        String inbox = "--omnihub.channels.wechat.inboxes.shop-cn.";
        hub = RunningHub.start(
                data,
                "--omnihub.public-url=" + PUBLIC + "/",
                "--omnihub.media.link-valid-for=1h",
                inbox + "app-id=" + account.appId(),
                inbox + "secret=" + account.secret(),
                inbox + "token=" + account.token(),
                inbox + "encoding-aes-key=" + account.encodingAesKey(),
                inbox + "api-url=" + platform.apiUrl());
        platform.pushesTo(URI.create(hub.address + "/channels/wechat/shop-cn"), PushMode.SAFE);
        agent = hub.as(Role.AGENT);
    }

    @AfterAll
    static void close() {
        hub.close();
        platform.close();
    }

    @Test
    void aFileThatWeChatHasNoMessageForReachesTheCustomerAsALink() {
        SimulatedCustomer customer = platform.customer("oLi");
        Answer sent =
                reply(customer, "{\"type\":\"text\",\"text\":\"Here it is\"}", part("file", upload("manual.pdf", PDF)));
        assertThat(sent.status()).as(sent.text()).isEqualTo(201);

        await().until(() -> customer.received().size() == 2);
        assertThat(customer.received().getFirst().content()).isEqualTo("Here it is");
        String text = customer.received().getLast().content();
        assertThat(text).startsWith("manual.pdf\n" + PUBLIC + SignedLinks.PATH);
        String path = path(text);
        Answer file = hub.anonymous().get(path);
        assertThat(file.status()).isEqualTo(200);
        assertThat(file.response().body()).isEqualTo(PDF);
        assertThat(file.header("Content-Disposition")).isEqualTo("attachment; filename=\"manual.pdf\"");
        assertThat(file.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(file.header("Content-Security-Policy")).isEqualTo("default-src 'none'; sandbox");
        assertThat(file.header("X-Robots-Tag")).isEqualTo("noindex");
        assertThat(file.header("Cache-Control")).contains("no-store");
        Answer part = hub.anonymous().send(hub.anonymous().request(path).header("Range", "bytes=1-3"));
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.text()).isEqualTo("PDF");
        // What agents see is what was attached.
        assertThat(agent.get(sent.header("Location")).text())
                .contains("manual.pdf")
                .doesNotContain(SignedLinks.PATH);
        assertThat(platform.breaches()).isEmpty();
    }

    @Test
    void aPictureThatIsTooLargeForWeChatGoesAsALinkAndASmallerOneAsItIs() {
        SimulatedCustomer customer = platform.customer("oWang");
        reply(
                customer,
                part("image", upload("large.png", png(TEN_MEGABYTES + 1))),
                part("image", upload("small.png", png(99))));

        await().until(() -> customer.received().size() == 2);
        assertThat(customer.received()).extracting(Received::type).containsExactly("text", "image");
        Answer file = hub.anonymous().get(path(customer.received().getFirst().content()));
        assertThat(file.response().body()).hasSize(TEN_MEGABYTES + 1);
        assertThat(file.header("Content-Disposition")).startsWith("attachment");
    }

    @Test
    void whatIsNoFileIsRefusedBeforeItIsSent() {
        Answer refused = reply(platform.customer("oHan"), "{\"type\":\"location\",\"latitude\":1,\"longitude\":2}");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().path("type").asString()).isEqualTo("urn:omnihub:problem:not-capable");
    }

    @Test
    void aLinkThatIsMadeUpOrLeadsToWhatWasErasedIsNotFound() {
        SimulatedCustomer customer = platform.customer("oZhao");
        Answer sent = reply(customer, part("file", upload("manual.pdf", PDF)));
        await().until(() -> customer.received().size() == 1);
        String path = path(customer.received().getFirst().content());
        String link = path.substring(SignedLinks.PATH.length());
        int dot = link.lastIndexOf('.');
        assertThat(hub.anonymous().get(path).status()).isEqualTo(200);

        for (String forged : List.of(
                link.substring(0, dot),
                link.substring(0, dot + 1),
                link.replace("v1.", "v2."),
                link.substring(0, dot + 1) + "A".repeat(link.length() - dot - 1),
                "v1." + encoded("default\n99999999999\n2\n0\nx") + link.substring(dot),
                "v1." + encoded("nobody\n99999999999\n2\n0\nx") + link.substring(dot),
                "v1." + encoded("No Tenant\nx\n") + link.substring(dot),
                "v1.....",
                "v1." + "A".repeat(2_000) + link.substring(dot))) {
            assertThat(hub.anonymous().get(SignedLinks.PATH + forged).status())
                    .as(forged)
                    .isEqualTo(404);
        }
        String erasure = sent.header("Location") + "/erasure";
        assertThat(hub.as(Role.ADMIN).post(erasure, "").status()).isEqualTo(201);
        await().until(() -> hub.anonymous().get(path).status() == 404);
    }

    @Test
    void anAddressMayAskForSoManyOnly() throws UnknownHostException {
        Api someone = hub.anonymous().from(InetAddress.getByName("127.7.7.7"));

        assertThat(IntStream.range(0, 1_000)
                        .map(_ -> someone.get(SignedLinks.PATH + "v1.x.y").status())
                        .anyMatch(status -> status == 429))
                .isTrue();
        assertThat(hub.anonymous().get(SignedLinks.PATH + "v1.x.y").status()).isEqualTo(404);
    }

    @Test
    void theInboxSaysThatFilesGoAsLinks() {
        JsonNode inbox = agent.get("/api/v1/inboxes").json().path("items").findParents("channel").stream()
                .filter(each -> each.path("id").asString().equals("shop-cn"))
                .findFirst()
                .orElseThrow();

        assertThat(inbox.path("links").asBoolean()).isTrue();
        assertThat(inbox.path("largest").path("image").asInt()).isEqualTo(TEN_MEGABYTES);
    }

    private static String encoded(String payload) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(payload.getBytes(StandardCharsets.UTF_8));
    }

    private static String path(String text) {
        return text.substring(text.indexOf(PUBLIC) + PUBLIC.length());
    }

    private static JsonNode upload(String name, byte[] bytes) {
        Answer uploaded = agent.send(agent.request("/api/v1/media?fileName=" + name)
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofByteArray(bytes)));
        assertThat(uploaded.status()).as(uploaded.text()).isEqualTo(201);
        return uploaded.json();
    }

    private static byte[] png(int size) {
        byte[] png = new byte[size];
        System.arraycopy("\u0089PNG\r\n\u001A\n".getBytes(StandardCharsets.ISO_8859_1), 0, png, 0, 8);
        return png;
    }

    private static String part(String type, JsonNode media) {
        return "{\"type\":\"%s\",\"media\":%s}".formatted(type, media);
    }

    private static Answer reply(SimulatedCustomer customer, String... parts) {
        customer.says("Hello");
        ConversationId conversation = conversation(customer.openid());
        return agent.post(
                "/api/v1/conversations/" + conversation + "/replies", "{\"parts\":[" + String.join(",", parts) + "]}");
    }

    private static ConversationId conversation(String openid) {
        String contact = first("/api/v1/contacts?externalId=" + openid);
        return new ConversationId(first("/api/v1/conversations?contact=" + contact));
    }

    private static String first(String list) {
        return await().until(
                        () -> agent.get(list)
                                .json()
                                .path("items")
                                .path(0)
                                .path("id")
                                .asString(),
                        id -> !id.isEmpty());
    }
}
