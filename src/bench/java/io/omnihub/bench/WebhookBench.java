package io.omnihub.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.omnihub.ChildJvm;
import io.omnihub.conversation.Engine;
import io.omnihub.identity.Role;
import io.omnihub.message.Content;
import io.omnihub.message.Keys;
import io.omnihub.message.Message;
import io.omnihub.message.TenantId;
import io.omnihub.web.Api;
import io.omnihub.web.RunningHub;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.json.JsonMapper;

/// Webhooks at a steady rate to 40 endpoints, of which one hangs and one fails: how late the healthy ones are told,
/// from the commit of an entry until its event is there.
final class WebhookBench {

    private static final int ENDPOINTS = 40;
    private static final int HANGING = 0;
    private static final int FAILING = 1;

    /// A minute.
    private static final int RATE = 10_000;

    private static final int CUSTOMERS = 100;
    private static final String ROW = "webhooks at " + RATE + " a minute, 5 % failing: ";
    private static final JsonMapper JSON = new JsonMapper();

    private final ConcurrentLinkedQueue<Long> lateness = new ConcurrentLinkedQueue<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile Instant counted = Instant.MAX;

    static void run(Settings settings, Report report, Path data) throws IOException {
        new WebhookBench().measure(settings, report, data);
    }

    private void measure(Settings settings, Report report, Path data) throws IOException {
        HttpServer endpoints = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
        endpoints.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        endpoints.createContext("/", this::take);
        endpoints.start();
        try (RunningHub hub = RunningHub.start(
                data, "--omnihub.http.allowed-networks=127.0.0.1", "--omnihub.gateway.port=" + ChildJvm.freePort())) {
            Api admin = hub.as(Role.ADMIN);
            for (int i = 0; i < ENDPOINTS; i++) {
                admin.post("/api/v1/webhooks", """
                        {"name": "%d", "url": "http://127.0.0.1:%d/%d", "events": {"types": ["message.created"]}}""".formatted(
                                i, endpoints.getAddress().getPort(), i));
            }
            say(hub, settings.warmUp());
            for (int round = 0; round < settings.rounds(); round++) {
                report(report, round(hub, settings.time()));
            }
        } finally {
            end.countDown();
            endpoints.stop(0);
        }
    }

    private Round round(RunningHub hub, Duration time) {
        lateness.clear();
        counted = Instant.now();
        Use before = Use.here();
        long begun = System.nanoTime();
        long expected = say(hub, time) * (ENDPOINTS - 2);
        long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (lateness.size() < expected && System.nanoTime() < patience) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        Sample sample =
                Sample.of(lateness.size(), System.nanoTime() - begun, Use.here().since(before));
        counted = Instant.MAX;
        return new Round(
                sample, lateness.stream().mapToLong(Long::longValue).sorted().toArray(), expected);
    }

    private static void report(Report report, Round round) {
        report.add(ROW + "taken", round.sample());
        report.add(ROW + "p50", "ms", round.percentile(50));
        report.add(ROW + "p99", "ms", round.percentile(99));
        report.add(ROW + "latest", "ms", round.percentile(100));
        report.add(ROW + "later than a second", "events", (double) round.later(1_000));
        report.add(ROW + "missing", "events", (double) round.expected() - round.millis().length);
    }

    /// Lets customers say something, so often that the endpoints are called at the rate.
    ///
    /// @return how many messages it were
    private static long say(RunningHub hub, Duration time) {
        Engine engine = hub.bean(Engine.class);
        long pause = TimeUnit.MINUTES.toNanos(1) * ENDPOINTS / RATE;
        long begun = System.nanoTime();
        long said = 0;
        while (System.nanoTime() - begun < time.toNanos()) {
            String id = UUID.randomUUID().toString();
            engine.take(
                            RunningHub.event(
                                    TenantId.DEFAULT,
                                    "customer-" + said % CUSTOMERS,
                                    Keys.message(id),
                                    new Message(id, List.of(new Content.Text("x".repeat(200))), null)),
                            false)
                    .join();
            said++;
            LockSupport.parkNanos(begun + said * pause - System.nanoTime());
        }
        return said;
    }

    private void take(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        Instant now = Instant.now();
        int endpoint = Integer.parseInt(exchange.getRequestURI().getPath().substring(1));
        if (endpoint == HANGING) {
            try {
                end.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        } else if (endpoint != FAILING) {
            Instant stored = Instant.parse(JSON.readTree(body).path("time").asString());
            if (!stored.isBefore(counted)) {
                lateness.add(Duration.between(stored, now).toMillis());
            }
        }
        exchange.sendResponseHeaders(endpoint == FAILING ? 500 : 204, -1);
        exchange.close();
    }

    /// @param millis   how late each was, the soonest first
    /// @param expected how many there should have been
    @SuppressWarnings("ArrayRecordComponent")
    private record Round(Sample sample, long[] millis, long expected) {

        double percentile(int percent) {
            return millis[(int) ((millis.length - 1L) * percent / 100)];
        }

        long later(long than) {
            return Arrays.stream(millis).filter(each -> each > than).count();
        }
    }
}
