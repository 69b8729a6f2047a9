package io.omnihub.simulator.wechat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// Pushes messages to the hub: signed, encrypted, again where they were not taken, and strict about the answers.
public final class Pusher implements AutoCloseable {

    private static final int MOST_ATTEMPTS = 3;

    private final HttpClient client = HttpClient.newHttpClient();
    private final SimulatedAccount account;
    private final PlatformCrypto crypto;
    private final Clock clock;
    private final AnswerCheck check;
    private volatile Duration patience = Duration.ofSeconds(5);
    private volatile Duration pause = Duration.ZERO;

    Pusher(SimulatedAccount account, Clock clock, Consumer<String> breaches) {
        this.account = account;
        this.crypto = new PlatformCrypto(account);
        this.clock = clock;
        this.check = new AnswerCheck(account, crypto, breaches);
    }

    /// How long the platform waits for an answer, 5 seconds in reality, and how long until it calls again.
    public void waits(Duration answer, Duration again) {
        patience = answer;
        pause = again;
    }

    boolean verify(URI address) {
        String echo = Long.toString(ThreadLocalRandom.current().nextLong(1_000_000_000L, Long.MAX_VALUE));
        Pushed pushed = send(HttpRequest.newBuilder(URI.create(address + "?" + signed() + "&echostr=" + echo)), 1);
        return pushed.isTaken() && pushed.body().equals(echo);
    }

    /// White space at the end makes every length of padding occur.
    Callback seal(String xml, PushMode mode) {
        String message = xml + " ".repeat(ThreadLocalRandom.current().nextInt(32));
        if (mode == PushMode.PLAIN) {
            return new Callback(signed(), utf8(message));
        }
        String encrypted = crypto.encrypt(message);
        String timestamp = Long.toString(clock.instant().getEpochSecond());
        String nonce = PlatformCrypto.nonce();
        String query = "signature=" + PlatformCrypto.sign(account.token(), timestamp, nonce) + "&timestamp=" + timestamp
                + "&nonce=" + nonce + "&encrypt_type=aes&msg_signature="
                + PlatformCrypto.sign(account.token(), timestamp, nonce, encrypted);
        String head = mode == PushMode.COMPATIBLE
                ? xml.substring(0, xml.lastIndexOf("</xml>"))
                : "<xml><ToUserName><![CDATA[" + account.originalId() + "]]></ToUserName>";
        return new Callback(query, utf8(head + "<Encrypt><![CDATA[" + encrypted + "]]></Encrypt></xml>"));
    }

    Pushed push(URI address, String xml, PushMode mode, SimulatedCustomer customer) {
        for (int attempt = 1; ; attempt++) {
            Pushed pushed = send(request(address, seal(xml, mode)), attempt);
            if (pushed.isTaken()) {
                check.passive(pushed.body(), mode, customer);
                return pushed;
            }
            if (attempt == MOST_ATTEMPTS) {
                return pushed;
            }
            LockSupport.parkNanos(pause.toNanos());
        }
    }

    Pushed once(URI address, Callback callback) {
        return send(request(address, callback), 1);
    }

    private Pushed send(HttpRequest.Builder request, int attempt) {
        try {
            HttpResponse<String> answer =
                    client.send(request.timeout(patience).build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Pushed(attempt, answer.statusCode(), answer.body());
        } catch (IOException _) {
            return new Pushed(attempt, 0, "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while pushing", e);
        }
    }

    private static HttpRequest.Builder request(URI address, Callback callback) {
        return HttpRequest.newBuilder(URI.create(address + "?" + callback.query()))
                .header("Content-Type", "text/xml")
                .POST(BodyPublishers.ofByteArray(callback.body()));
    }

    private String signed() {
        String timestamp = Long.toString(clock.instant().getEpochSecond());
        String nonce = PlatformCrypto.nonce();
        return "signature=" + PlatformCrypto.sign(account.token(), timestamp, nonce) + "&timestamp=" + timestamp
                + "&nonce=" + URLEncoder.encode(nonce, StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
