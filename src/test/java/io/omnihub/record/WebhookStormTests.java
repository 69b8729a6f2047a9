package io.omnihub.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.omnihub.message.ConversationId;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import io.omnihub.simulator.courier.Courier;
import io.omnihub.simulator.platform.Callback;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.web.Api;
import io.omnihub.web.RunningHub;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// More webhooks than the hub can take: it refuses, loses nothing that it took, and takes again by itself.
final class WebhookStormTests {

    private static final String KEY = "whsec_c2VjcmV0IGtleSwgc2VjcmV0IGtleSwgc2VjcmV0IGtleQ==";
    private static final String STRANGER = "127.0.0.66";
    private static final String BESIDE = "SF-beside";
    private static final int CALLERS = 8;
    private static final int MOST = 20_000;
    private static final int LARGEST = 1024 * 1024;

    @TempDir
    private static Path data;

    private static RunningHub hub;
    private static Courier courier;

    @BeforeAll
    static void open() throws IOException {
        courier = new Courier(KEY, Clock.systemUTC());
        Files.writeString(
                Files.createDirectories(data.resolve("channels")).resolve("courier.yaml"),
                Files.readString(Path.of("config/channels/courier.example.yaml"))
                        .replace("${COURIER_SIGNING_KEY}", KEY));
        hub = RunningHub.start(
                data,
                "--omnihub.buffer.memory=64KB",
                "--omnihub.buffer.limit=128KB",
                "--omnihub.channels.largest-callback=1MB",
                "--omnihub.limits.connections=5000",
                "--omnihub.limits.connections-per-address=5000");
        courier.pushesTo(URI.create(hub.address + "/webhooks/courier"));
        // The first answer takes its time, and the database: the description that answers are compared with is made.
        assertThat(hub.watcher().get("/api/v1/conversations").status()).isEqualTo(200);
    }

    @AfterAll
    static void close() {
        hub.close();
        courier.close();
    }

    @Test
    void whatTheQueueCannotTakeIsToComeAgainAndWhatWasAnsweredIsInEffectOnce() {
        String user = RunningHub.newUser();
        ConversationId id = hub.begin(TenantId.DEFAULT, user, "Where are my parcels?");
        Map<String, Callback> taken = new ConcurrentHashMap<>();
        Map<String, Callback> refused = new ConcurrentHashMap<>();
        CountDownLatch free = new CountDownLatch(1);
        try {
            hold(free);
            storm(user, taken, refused);
            assertThat(taken).isNotEmpty();
            assertThat(refused).isNotEmpty();

            Callback late = refused.values().iterator().next();
            Api.Answer answer = call(late, late.body());
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isEqualTo("5");
            assertThat(call(late, new byte[] {'{', '}'}).status())
                    .as("whoever proves nothing learns nothing")
                    .isEqualTo(403);
        } finally {
            free.countDown();
        }

        // As a courier does that was told to come again.
        refused.values()
                .forEach(call -> await().until(() -> courier.deliver(call).isTaken()));
        // Whose answer was lost comes again too.
        taken.values().stream()
                .limit(CALLERS)
                .forEach(call -> await().until(() -> courier.deliver(call).isTaken()));
        Map<String, Long> expected = new HashMap<>();
        taken.keySet().forEach(parcel -> expected.put(record(parcel), 1L));
        refused.keySet().forEach(parcel -> expected.put(record(parcel), 1L));
        await().untilAsserted(() -> assertThat(stored()).isEqualTo(expected));
        Api agent = hub.watcher();
        assertThat(agent.get(new RecordViews(agent, agent).list(id) + "?limit=1")
                        .json()
                        .path("items"))
                .hasSize(1);
        assertThat(agent.get("/api/v1/dead-letters").json().path("items")).isEmpty();
    }

    @Test
    void whoHasProvedNothingHoldsHisPartOfTheMemoryAndOthersAreServed() throws IOException {
        long part = Math.max(LARGEST, Runtime.getRuntime().maxMemory() / 8 / 4);
        long enough = part / LARGEST + 2;
        assertThat(enough).isLessThan(4_000);
        List<Stranger> strangers = new ArrayList<>();
        try {
            while (strangers.size() < enough && strangers.stream().noneMatch(Stranger::isAnswered)) {
                strangers.add(new Stranger());
            }
            await().until(() -> strangers.stream().anyMatch(Stranger::isAnswered));
            Stranger refused =
                    strangers.stream().filter(Stranger::isAnswered).findFirst().orElseThrow();
            assertThat(refused.answer()).startsWith("HTTP/1.1 503").contains("Retry-After: 5");

            assertThat(courier.tells(BESIDE, 0, Map.of("shop", "nobody"), "").status())
                    .as("another address")
                    .isEqualTo(200);
        } finally {
            strangers.forEach(Stranger::close);
        }
        await().untilAsserted(() -> {
            try (Stranger next = new Stranger()) {
                next.finish();
                await().until(next::isAnswered);
                assertThat(next.answer()).startsWith("HTTP/1.1 403");
            }
        });
    }

    /// Several at once, each until it is refused.
    private static void storm(String user, Map<String, Callback> taken, Map<String, Callback> refused) {
        AtomicInteger number = new AtomicInteger();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CALLERS; i++) {
                var _ = callers.submit(() -> {
                    for (int next = number.incrementAndGet(); next < MOST; next = number.incrementAndGet()) {
                        String parcel = "SF-" + next;
                        Callback call = courier.sealed(parcel, 0, Map.of("shop", user), "");
                        if (courier.deliver(call).status() != 200) {
                            refused.put(parcel, call);
                            return;
                        }
                        taken.put(parcel, call);
                    }
                });
            }
        }
    }

    /// Has nobody else write to the database, as a transaction does that finds no end.
    private static void hold(CountDownLatch free) {
        CountDownLatch held = new CountDownLatch(1);
        Thread.ofVirtual()
                .start(() -> hub.bean(Database.class).write(Tenants.ALL, _ -> {
                    held.countDown();
                    return await().forever().until(free::getCount, left -> left == 0);
                }));
        await().until(() -> held.getCount() == 0);
    }

    private static Api.Answer call(Callback call, byte[] body) {
        HttpRequest.Builder request =
                hub.anonymous().request("/webhooks/courier").POST(BodyPublishers.ofByteArray(body));
        call.headers().forEach(request::header);
        return hub.anonymous().send(request);
    }

    private static String record(String parcel) {
        return Told.id(TenantId.DEFAULT, new InboxId("courier"), "shipment", parcel);
    }

    /// How often each parcel of the storm has changed.
    private static Map<String, Long> stored() {
        Map<String, Long> stored = new HashMap<>();
        hub.bean(Database.class)
                .read(
                        Tenants.ALL,
                        tx -> tx.sql()
                                .sql("select id, changes from record where source = 'courier' and id <> ?")
                                .param(record(BESIDE))
                                .query((row, _) -> Map.entry(row.getString(1), row.getLong(2)))
                                .list())
                .forEach(each -> stored.put(each.getKey(), each.getValue()));
        return stored;
    }

    /// Somebody without a signature, who has sent all of the largest body but its last byte.
    private static final class Stranger implements AutoCloseable {

        private static final int PIECE = 64 * 1024;

        private final Socket socket = new Socket();

        Stranger() throws IOException {
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral(STRANGER), 0));
            socket.connect(new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), URI.create(hub.address).getPort()));
            OutputStream out = socket.getOutputStream();
            out.write(("POST /webhooks/courier HTTP/1.1\r\nHost: hub\r\nContent-Length: " + LARGEST + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            for (int left = LARGEST - 1; left > 0 && !isAnswered(); left -= PIECE) {
                out.write(new byte[Math.min(PIECE, left)]);
            }
        }

        void finish() throws IOException {
            socket.getOutputStream().write(' ');
        }

        boolean isAnswered() {
            try {
                return socket.getInputStream().available() > 0;
            } catch (IOException _) {
                return false;
            }
        }

        /// As far as it has come.
        String answer() throws IOException {
            byte[] bytes = new byte[4_096];
            int count = socket.getInputStream().read(bytes);
            return new String(bytes, 0, Math.max(0, count), StandardCharsets.ISO_8859_1);
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException _) {
                // It is closed already.
            }
        }
    }
}
