package io.omnihub.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.drill.Word.Kind;
import io.omnihub.simulator.platform.Callback;
import io.omnihub.simulator.wechat.PushMode;
import io.omnihub.simulator.wechat.SimulatedCustomer;
import io.omnihub.web.Api;
import io.omnihub.web.Api.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/// Asks the hub one thing after the other while something that it needs is away, and looks at the answers and at how
/// long they took.
final class Probe {

    /// Two seconds, and what a busy machine adds; the drills print what it was.
    static final Duration SOON = Duration.ofSeconds(6);

    private static final String CUSTOMER = "oDrill-probe";
    private static final int UPLOAD = 256 * 1024;
    private static final long FIRST_ID = 90_000_000_000_000_000L;

    private final Drill drill;
    private final SimulatedCustomer customer;
    private final String conversation;
    private int messages;
    private int notes;
    private Duration slowest = Duration.ZERO;

    /// Writes to a hub that lacks nothing, so that there is a conversation to look at.
    Probe(Drill drill) {
        this.drill = drill;
        this.customer = drill.platforms.wechat.customer(CUSTOMER);
        assertThat(callback().status()).isEqualTo(200);
        this.conversation = drill.conversation(CUSTOMER);
    }

    /// A callback is taken.
    void takesCallbacks() {
        assertThat(callback().status()).as("a callback").isEqualTo(200);
    }

    /// A callback is refused, and the platform is told to come again.
    void refusesCallbacks() {
        busy("a callback", callback());
    }

    /// The API reads and writes.
    void serves() {
        assertThat(read().status()).as("a read").isEqualTo(200);
        assertThat(write().status()).as("a note").isEqualTo(201);
    }

    /// The API says that it is busy.
    void isBusy() {
        busy("a read", read());
        busy("a note", write());
    }

    /// The API does what it is asked for, or says that it is busy.
    void servesOrIsBusy() {
        servesOrIsBusy("a read", read(), 200);
        servesOrIsBusy("a note", write(), 201);
        servesOrIsBusy("an upload", upload(), 201);
    }

    private static void servesOrIsBusy(String what, Answer answer, int served) {
        if (answer.status() != served) {
            busy(what, answer);
        }
    }

    /// The longest that an answer took.
    Duration slowest() {
        return slowest;
    }

    int callbackStatus() {
        return callback().status();
    }

    private static void busy(String what, Answer answer) {
        assertThat(answer.status()).as("%s: %s", what, answer.text()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).as("Retry-After of %s", what).matches("[1-9]\\d*");
    }

    /// Sends a message once, as the platform does.
    private Answer callback() {
        Word word = new Word(Kind.MESSAGE, CUSTOMER, ++messages);
        String xml = customer.xml("text", Map.of("Content", word.text())) + "<MsgId>" + (FIRST_ID + messages)
                + "</MsgId></xml>";
        Callback sealed = drill.platforms.wechat.seal(xml, PushMode.SAFE);
        Api platform = new Api(drill.hub.callback("wechat/drill").toString(), "");
        drill.witness.said(word);
        Answer answer = timed(() -> platform.send(platform.request("?" + sealed.query())
                .header("Content-Type", "text/xml")
                .POST(BodyPublishers.ofByteArray(sealed.body()))));
        if (answer.status() == 200) {
            drill.witness.accepted(word);
        }
        return answer;
    }

    private Answer read() {
        return timed(() -> drill.hub.api().get("/api/v1/conversations"));
    }

    private Answer write() {
        Word word = new Word(Kind.NOTE, CUSTOMER, ++notes);
        drill.witness.said(word);
        Answer answer = timed(() -> drill.hubApi().say(conversation, word));
        if (answer.status() == 201) {
            drill.witness.accepted(word);
        }
        return answer;
    }

    /// A file of its own each time, larger than what may be left of the disk.
    private Answer upload() {
        byte[] bytes = new byte[UPLOAD];
        ThreadLocalRandom.current().nextBytes(bytes);
        return timed(() ->
                drill.hub.api().send(drill.hub.api().request("/api/v1/media").POST(BodyPublishers.ofByteArray(bytes))));
    }

    private Answer timed(Supplier<Answer> call) {
        long begin = System.nanoTime();
        Answer answer = call.get();
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        slowest = took.compareTo(slowest) > 0 ? took : slowest;
        assertThat(took).as("how long an answer took").isLessThan(SOON);
        return answer;
    }
}
