package io.omnihub.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.identity.Role;
import io.omnihub.simulator.push.ApnsSimulator;
import io.omnihub.simulator.push.FcmSimulator;
import io.omnihub.simulator.push.PushRefusal;
import io.omnihub.simulator.push.PushServer;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.web.Api;
import io.omnihub.web.RunningHub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Apps that are not open are woken, through the routes and mappings that the distribution has.
final class PushTests {

    private static final LiveHub LIVE = LiveHub.shared();
    private static final String SIGNING_KEY =
            "whsec_" + Base64.getEncoder().encodeToString(new byte[32]).replace('A', 'k');
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static FcmSimulator fcm;
    private static ApnsSimulator apns;
    private static PushServer own;

    private final Api agent = LIVE.hub.as(Role.AGENT);

    @BeforeAll
    static void open() throws GeneralSecurityException, IOException {
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(2_048);
        KeyPair google = rsa.generateKeyPair();
        KeyPairGenerator ec = KeyPairGenerator.getInstance("EC");
        ec.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair apple = ec.generateKeyPair();
        String account = "omnihub@jingdezhen-cups.iam.gserviceaccount.com";
        fcm = new FcmSimulator("jingdezhen-cups", account, (RSAPublicKey) google.getPublic(), Clock.systemUTC());
        apns = new ApnsSimulator(
                "ABC123DEFG", "DEF123GHIJ", "com.example.cups", (ECPublicKey) apple.getPublic(), Clock.systemUTC());
        own = new PushServer(SIGNING_KEY, Clock.systemUTC());
        LIVE.channel(
                "fcm",
                example("fcm")
                        .replace(
                                "${FCM_PRIVATE_KEY}",
                                "'" + pem(google.getPrivate()).replace("\n", "\\n") + "'")
                        .replace("https://oauth2.googleapis.com/token", fcm.tokenUrl())
                        .replace("https://fcm.googleapis.com", fcm.url()));
        LIVE.channel(
                "apns",
                example("apns")
                        .replace("${APNS_PRIVATE_KEY}", pem(apple.getPrivate()).replace("\n", ""))
                        .replace("https://api.push.apple.com", apns.url()));
        LIVE.channel(
                "push-webhook",
                example("push-webhook")
                        .replace("${PUSH_SIGNING_KEY}", SIGNING_KEY)
                        .replace("https://push.shop.example/omnihub", own.url()));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> List.of("shop-firebase", "shop-apple", "shop-pusher").stream()
                        .allMatch(inbox -> status(inbox).isObject()));
    }

    @AfterAll
    static void close() {
        assertThat(fcm.breaches()).isEmpty();
        assertThat(apns.breaches()).isEmpty();
        assertThat(own.breaches()).isEmpty();
        fcm.close();
        apns.close();
        own.close();
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(60));
    }

    private static String example(String name) throws IOException {
        return Files.readString(Path.of("config/channels/" + name + ".example.yaml"));
    }

    private static String pem(PrivateKey key) {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    @Test
    void aReplyWakesEachDeviceInItsLanguageWithoutWhatWasSaid() {
        App app = new App("mobile");
        String android = app.register("fcm", "zh_CN");
        String iphone = app.register("apns", "en-GB");
        String other = app.register("own", "");
        app.reply("a secret of theirs");

        await().untilAsserted(() ->
                assertThat(errands(app, "state", "")).containsOnly("done").hasSize(3));
        assertThat(fcm.sentTo(android)).hasSize(1);
        assertThat(apns.sentTo(iphone)).hasSize(1);
        assertThat(own.sentTo(other)).hasSize(1);
        JsonNode message = fcm.sentTo(android).getFirst();
        assertThat(message.at("/notification/title").asString()).isEqualTo("Jingdezhen Cups");
        assertThat(message.at("/notification/body").asString()).isEqualTo("您有一条新消息");
        assertThat(message.at("/data/conversation").asString()).isEqualTo(app.conversation);
        assertThat(message.at("/data/sequence").asString()).isEqualTo("3");
        ApnsSimulator.Notification notification = apns.sentTo(iphone).getFirst();
        assertThat(notification.payload().at("/aps/alert/body").asString()).isEqualTo("You have a new message");
        assertThat(notification.collapse()).isEqualTo(app.conversation);
        assertThat(List.of(
                        message.toString(),
                        notification.payload().toString(),
                        own.sentTo(other).toString()))
                .noneMatch(said -> said.contains("secret of theirs"));
    }

    @Test
    void aSiteMayHaveItSaidWhoSaysWhat() {
        App app = new App("frank");
        String device = app.register("own", "");
        app.reply("Your cup is ready " + "x".repeat(300));

        await().untilAsserted(() -> assertThat(own.sentTo(device))
                .singleElement()
                .extracting(push -> push.path("text").asString())
                .asString()
                .contains("Your cup is ready")
                .hasSizeLessThan(300)
                .endsWith("…"));
    }

    @Test
    void aPushTellsAllThatIsStillToBeReadAndNothingThatWasRead() {
        App app = new App("mobile");
        String device = app.register("own", "");
        app.reply("one");
        app.reply("two");
        awaitPush(device, app.last(), 2);
        app.reply("three");
        awaitPush(device, app.last(), 3);

        app.visitor.post("/api/v1/visitor/read", "{\"upTo\": " + app.last() + "}");
        app.reply("four");
        awaitPush(device, app.last(), 1);
        app.say("thank you");
        app.reply("five");
        awaitPush(device, app.last(), 1);
        awaitNothingWaits(app);
        assertThat(own.sentTo(device).getLast().path("collapse").asString()).isEqualTo(app.conversation);
    }

    private static void awaitPush(String device, long sequence, int unread) {
        await().untilAsserted(() -> assertThat(own.sentTo(device))
                .isNotEmpty()
                .last()
                .satisfies(push -> {
                    assertThat(push.path("sequence").asLong()).isEqualTo(sequence);
                    assertThat(push.path("unread").asInt()).isEqualTo(unread);
                }));
    }

    @Test
    void whatIsSaidWhileADeviceWaitsToBeWokenWakesItOnce() {
        App app = new App("mobile");
        String device = app.register("own", "");
        own.refuse(device, new PushRefusal(503, "", "5"));
        app.reply("one");
        await().untilAsserted(() -> assertThat(errand(app)).contains("HTTP 503"));
        app.reply("two");
        app.reply("three");

        awaitPush(device, app.last(), 3);
        awaitNothingWaits(app);
        assertThat(own.sentTo(device)).hasSize(1);
    }

    @Test
    void whoHasSaidNothingHasNothingKept() {
        JsonNode who = LIVE.user("mobile");
        Api silent = new Api(LIVE.hub.address, "Visitor " + who.path("token").asString());

        assertThat(silent.put(
                                "/api/v1/visitor/devices/" + UUID.randomUUID(),
                                "{\"kind\": \"own\", \"token\": \"silent\"}")
                        .status())
                .isEqualTo(409);
        assertThat(silent.post("/api/v1/visitor/context", "{\"facts\": {\"version\": \"1\"}}")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void whoIsThereIsNotWokenAndWhoLeavesFindsAllInOrderAtTheNextConnection() {
        App app = new App("mobile");
        String device = app.register("own", "");
        try (Client socket = app.connect("")) {
            socket.await("welcome");
            app.reply("seen");
            await().untilAsserted(() -> assertThat(errand(app)).contains("the app seems to be open"));
        }
        assertThat(own.sentTo(device)).isEmpty();

        App away = new App("mobile");
        String another = away.register("own", "");
        List<String> said = List.of("first", "second", "third");
        said.forEach(away::reply);
        awaitPush(another, away.last(), 3);
        try (Client socket = away.connect(", \"after\": 1")) {
            assertThat(socket.await("entries")
                            .path("entries")
                            .valueStream()
                            .filter(entry -> entry.path("direction").asString().equals("outbound")))
                    .filteredOn(entry -> entry.path("kind").asString().equals("message.created"))
                    .extracting(entry -> entry.at("/change/parts/0/text").asString())
                    .isEqualTo(said);
        }
    }

    @Test
    void whatAPlatformSaysIsGoneIsForgottenAndNothingElse() {
        proveAll();
        App app = new App("mobile");
        List<String> gone = List.of(
                app.refused("fcm", new PushRefusal(404, "UNREGISTERED")),
                app.refused("fcm", new PushRefusal(403, "SENDER_ID_MISMATCH")),
                app.refused("fcm", new PushRefusal(400, "INVALID_ARGUMENT")),
                app.refused("apns", new PushRefusal(410, "Unregistered")),
                app.refused("apns", new PushRefusal(400, "BadDeviceToken")),
                app.refused("apns", new PushRefusal(400, "DeviceTokenNotForTopic")),
                app.refused("own", new PushRefusal(410, "")));
        List<String> stay = List.of(
                app.refused("fcm", new PushRefusal(503, "UNAVAILABLE")),
                app.refused("apns", new PushRefusal(413, "PayloadTooLarge")),
                app.refused("own", new PushRefusal(404, "")));
        assertThat(app.devices()).containsAll(gone).containsAll(stay);
        app.reply("hello");

        await().untilAsserted(() -> assertThat(app.devices()).containsExactlyInAnyOrderElementsOf(stay));
    }

    /// A platform that has woken nothing yet is not believed.
    private void proveAll() {
        App app = new App("mobile");
        app.register("fcm", "");
        app.register("apns", "");
        app.register("own", "");
        app.reply("hello");
        await().untilAsserted(() ->
                assertThat(errands(app, "state", "")).containsOnly("done").hasSize(3));
    }

    @Test
    void aPlatformThatSaysOfEveryDeviceThatItIsGoneIsNotBelieved() {
        proveAll();
        App app = new App("mobile");
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            App each = new App("mobile");
            for (int j = 0; j < 9; j++) {
                tokens.add(each.refused("own", new PushRefusal(410, "")));
            }
            each.reply("hello");
            awaitNothingWaits(each);
            app = each;
        }
        assertThat(tokens).hasSize(27);
        assertThat(app.devices()).hasSizeGreaterThanOrEqualTo(8);
        await().untilAsserted(() ->
                assertThat(status("shop-pusher").path("state").asString()).isEqualTo("degraded"));
        proveAll();
    }

    @Test
    void aPlatformThatIsBusyIsLeftAloneForAsLongAsItWants() {
        App app = new App("mobile");
        String device = app.register("fcm", "");
        fcm.refuse(device, new PushRefusal(429, "QUOTA_EXCEEDED", "2"));
        long begun = System.nanoTime();
        app.reply("hello");

        await().untilAsserted(() -> assertThat(fcm.sentTo(device)).hasSize(1));
        assertThat(System.nanoTime() - begun).isGreaterThan(2_000_000_000L);
    }

    @Test
    void aKeyThatIsNotAcceptedDegradesThePlatformAndEndsNoDevice() {
        App app = new App("mobile");
        String device = app.register("apns", "");
        for (int i = 0; i < 4; i++) {
            apns.refuse(device, new PushRefusal(403, "InvalidProviderToken"));
        }
        app.reply("hello");
        await().untilAsserted(() -> {
            assertThat(status("shop-apple").path("state").asString()).isEqualTo("degraded");
            assertThat(status("shop-apple").path("sentence").asString()).contains("InvalidProviderToken");
        });
        assertThat(app.devices()).contains(device);
    }

    @Test
    void anAccessTokenThatWasTakenBackIsRenewedOnce() {
        App app = new App("mobile");
        String first = app.register("fcm", "");
        app.reply("hello");
        await().untilAsserted(() -> assertThat(fcm.sentTo(first)).hasSize(1));
        int granted = fcm.tokensGranted();
        fcm.revokeTokens();
        app.reply("again");

        await().untilAsserted(() -> assertThat(fcm.sentTo(first)).hasSize(2));
        assertThat(fcm.tokensGranted()).isEqualTo(granted + 1);
    }

    @Test
    void aTokenIsWithWhoRegisteredItLastAndGoesAtTheLogout() {
        App before = new App("mobile");
        String token = before.register("own", "");
        App now = new App("mobile");
        now.register("device-of-the-second-user", "own", token, "");
        before.reply("for the first user");
        now.reply("for the second user");
        await().untilAsserted(() -> assertThat(own.sentTo(token)).hasSize(1));
        assertThat(own.sentTo(token).getFirst().path("conversation").asString()).isEqualTo(now.conversation);

        assertThat(now.visitor
                        .delete("/api/v1/visitor/devices/device-of-the-second-user")
                        .status())
                .isEqualTo(204);
        assertThat(now.devices()).isEmpty();
        awaitNothingWaits(before);
        assertThat(own.sentTo(token)).hasSize(1);
    }

    @Test
    void aVisitorHasNoMoreDevicesThanTheBound() {
        App app = new App("mobile");
        for (int i = 0; i < 12; i++) {
            app.register("own", "");
        }
        assertThat(app.devices()).hasSize(10);
    }

    @Test
    void whatIsNoDeviceIsRefusedByTheFieldThatIsWrong() {
        App app = new App("mobile");
        String path = "/api/v1/visitor/devices/" + UUID.randomUUID();

        assertThat(app.visitor
                        .put(path, "{\"kind\": \"huawei\", \"token\": \"t\"}")
                        .text())
                .contains("kind", "must be one of apns, fcm, own");
        assertThat(app.visitor
                        .put(path, "{\"kind\": \"fcm\", \"token\": \"" + "t".repeat(4_097) + "\"}")
                        .text())
                .contains("token");
        assertThat(app.visitor.put(path, "{\"kind\": \"fcm\"}").text()).contains("token");
        assertThat(app.visitor
                        .put(path, "{\"kind\": \"fcm\", \"token\": \"t\", \"locale\": \"no language\"}")
                        .text())
                .contains("locale");
        assertThat(app.visitor
                        .put("/api/v1/visitor/devices/short", "{\"kind\": \"fcm\", \"token\": \"t\"}")
                        .text())
                .contains("id");
        assertThat(LIVE.hub
                        .anonymous()
                        .put(path, "{\"kind\": \"fcm\", \"token\": \"t\"}")
                        .status())
                .isEqualTo(401);
        assertThat(app.devices()).isEmpty();
    }

    @Test
    void whatAnAppTellsOfItselfStandsBesideTheConversation() {
        App app = new App("mobile");
        String contact = app.contact();
        String contexts = "/api/v1/contacts/" + contact + "/contexts";
        assertThat(agent.get(contexts).json().path("items")).isEmpty();

        assertThat(app.context("{\"version\": \"2.3\", \"screen\": \"Cart\", \"vip\": \"yes\"}"))
                .isEmpty();
        assertThat(app.context("{\"screen\": \"Checkout <b>\", \"vip\": \"\"}")).isEmpty();
        JsonNode told = agent.get(contexts).json().at("/items/0");
        assertThat(told.path("inbox").asString()).isEqualTo("mobile");
        assertThat(told.path("facts").toString()).isEqualTo("{\"screen\":\"Checkout <b>\",\"version\":\"2.3\"}");
        assertThat(LIVE.hub.as(RunningHub.OTHER, Role.AGENT).get(contexts).status())
                .isEqualTo(404);

        assertThat(app.context("{\"a b\": \"x\"}")).contains("facts");
        assertThat(app.context("{\"a\": \"" + "x".repeat(501) + "\"}")).contains("facts.a");
        assertThat(app.context("{\"a\": null}")).contains("facts");
        for (int i = 0; i < 16; i++) {
            assertThat(app.context("{\"n" + i + "\": \"" + "x".repeat(500) + "\"}"))
                    .as("fact %d", i)
                    .matches(said -> said.isEmpty() || said.contains("8192 bytes"));
        }
        assertThat(app.context("{\"n99\": \"" + "x".repeat(500) + "\"}")).contains("8192 bytes");
    }

    @Test
    void whoseDevicesAreErasedIsWokenNoMoreAndOthersAre() {
        App app = new App("mobile");
        App neighbour = new App("mobile");
        String kept = neighbour.register("own", "");
        neighbour.context("{\"version\": \"2.3\"}");
        String android = app.register("fcm", "");
        String other = app.register("own", "");
        app.context("{\"version\": \"2.3\"}");
        String contact = app.contact();
        String path = "/api/v1/contacts/" + contact + "/devices";
        Api admin = LIVE.hub.as(Role.ADMIN);

        assertThat(LIVE.hub.as(Role.SUPERVISOR).delete(path).status()).isEqualTo(403);
        assertThat(LIVE.hub.as(RunningHub.OTHER, Role.ADMIN).delete(path).status())
                .isEqualTo(404);
        assertThat(admin.delete("/api/v1/contacts/nobody/devices").status()).isEqualTo(404);
        assertThat(app.devices()).containsExactlyInAnyOrder(android, other);

        assertThat(admin.delete(path).status()).isEqualTo(204);
        assertThat(app.devices()).isEmpty();
        assertThat(neighbour.devices()).containsExactly(kept);
        assertThat(contexts(contact)).isEmpty();
        assertThat(contexts(neighbour.contact())).hasSize(1);
        assertThat(admin.get("/api/v1/audit?limit=20").json().path("items")).anySatisfy(row -> {
            assertThat(row.path("what").asString()).isEqualTo("devices.erased");
            assertThat(row.path("target").asString()).isEqualTo(contact);
        });

        app.reply("hello");
        neighbour.reply("hello");
        awaitPush(kept, neighbour.last(), 1);
        awaitNothingWaits(app);
        assertThat(own.sentTo(other)).isEmpty();
        assertThat(fcm.sentTo(android)).isEmpty();
        String again = app.register("own", "");
        app.reply("hello again");
        awaitPush(again, app.last(), 2);
    }

    private JsonNode contexts(String contact) {
        return agent.get("/api/v1/contacts/" + contact + "/contexts").json().path("items");
    }

    @Test
    void whatWaitsToBeSentToAnErasedDeviceIsNotSent() {
        App app = new App("mobile");
        String device = app.register("own", "");
        own.refuse(device, new PushRefusal(503, "", "2"));
        app.reply("hello");
        await().untilAsserted(() -> assertThat(errand(app)).contains("HTTP 503"));
        LIVE.hub.as(Role.ADMIN).delete("/api/v1/contacts/" + app.contact() + "/devices");

        awaitNothingWaits(app);
        assertThat(own.sentTo(device)).isEmpty();
    }

    @Test
    void onePlatformThatHangsDelaysNoOther() {
        App app = new App("mobile");
        String stuck = app.register("fcm", "");
        fcm.refuse(stuck, new PushRefusal(0, ""));
        String well = app.register("own", "");
        app.reply("hello");

        await().untilAsserted(() -> assertThat(own.sentTo(well)).hasSize(1));
        assertThat(fcm.sentTo(stuck)).isEmpty();
    }

    private static JsonNode status(String inbox) {
        return LIVE.hub
                .watcher()
                .get("/api/v1/inboxes")
                .json()
                .path("items")
                .valueStream()
                .filter(each -> each.path("id").asString().equals(inbox))
                .findFirst()
                .map(each -> each.path("status"))
                .orElseGet(() -> tools.jackson.databind.node.MissingNode.getInstance());
    }

    /// What the ledger says of the pushes to a visitor.
    private static List<String> errands(App app, String column, String where) {
        return LIVE.hub
                .bean(Database.class)
                .read(
                        Tenants.ALL,
                        tx -> tx.sql()
                                .sql("select " + column + " from errand where kind = 'push' and lane like ?" + where)
                                .param(app.conversation + "/%")
                                .query((row, _) -> row.getString(1))
                                .list());
    }

    private static String errand(App app) {
        return String.join(", ", errands(app, "reason", ""));
    }

    private static void awaitNothingWaits(App app) {
        await().untilAsserted(() -> assertThat(errands(app, "state", " and state in ('pending', 'claimed')"))
                .isEmpty());
    }

    /// A visitor who uses an app.
    private final class App {

        private final JsonNode who;
        private final Api visitor;
        private final String conversation;

        App(String site) {
            who = LIVE.user(site);
            visitor = new Api(LIVE.hub.address, "Visitor " + who.path("token").asString());
            conversation = who.path("conversation").asString();
            say("Hello");
        }

        void say(String text) {
            assertThat(visitor.post(
                                    "/api/v1/visitor/messages",
                                    "{\"clientId\": \"" + LiveHub.newId()
                                            + "\", \"parts\": [{\"type\": \"text\", \"text\": \"" + text + "\"}]}")
                            .status())
                    .isEqualTo(201);
        }

        void reply(String text) {
            new Desk(agent).reply(conversation, text);
        }

        /// @return the token
        String register(String kind, String locale) {
            String token = "%064x".formatted(NUMBER.incrementAndGet());
            register(UUID.randomUUID().toString(), kind, token, locale);
            return token;
        }

        void register(String id, String kind, String token, String locale) {
            assertThat(visitor.put(
                                    "/api/v1/visitor/devices/" + id,
                                    "{\"kind\": \"%s\", \"token\": \"%s\", \"app\": \"com.example.cups\", \"locale\": \"%s\"}"
                                            .formatted(kind, token, locale))
                            .status())
                    .isEqualTo(204);
        }

        /// @return what is wrong with it; empty where nothing is
        String context(String facts) {
            Api.Answer answer = visitor.post("/api/v1/visitor/context", "{\"facts\": " + facts + "}");
            return answer.status() == 204 ? "" : answer.text();
        }

        /// A device about which the next call is refused.
        String refused(String kind, PushRefusal refusal) {
            String token = register(kind, "");
            switch (kind) {
                case "fcm" -> fcm.refuse(token, refusal);
                case "apns" -> apns.refuse(token, refusal);
                default -> own.refuse(token, refusal);
            }
            return token;
        }

        /// The number of the last reply.
        long last() {
            return agent.get("/api/v1/conversations/" + conversation + "/entries?limit=100")
                    .json()
                    .path("items")
                    .valueStream()
                    .filter(entry -> entry.path("kind").asString().equals("message.created"))
                    .mapToLong(entry -> entry.path("sequence").asLong())
                    .max()
                    .orElseThrow();
        }

        String contact() {
            return agent.get("/api/v1/conversations/" + conversation)
                    .json()
                    .at("/contact/id")
                    .asString();
        }

        /// The tokens that the hub knows.
        List<String> devices() {
            return LIVE.deviceTokens(conversation);
        }

        Client connect(String more) {
            Client client = Client.connect(LIVE.port(), "/ws/visitor", "");
            client.send(
                    "{\"type\": \"hello\", \"token\": \"" + who.path("token").asString() + "\"" + more + "}");
            return client;
        }
    }
}
