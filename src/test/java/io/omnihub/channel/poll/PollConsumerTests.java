package io.omnihub.channel.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omnihub.buffer.BufferUnavailableException;
import io.omnihub.buffer.BufferUnavailableException.Reason;
import io.omnihub.channel.MalformedMessageException;
import io.omnihub.loop.Loops;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What becomes of things that go along a route together, in a route as that of poll.camel.yaml.
final class PollConsumerTests {

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Inbox inbox = new Inbox();
    private final List<List<String>> kept = new CopyOnWriteArrayList<>();
    private final List<String> given = new CopyOnWriteArrayList<>();
    private volatile boolean away;

    @BeforeEach
    void open() throws Exception {
        camel.addComponent("poll", new PollComponent(Loops.unobserved()));
        camel.getRegistry().bind("testPoller", (Poller) () -> List.of(inbox));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("poll:test?led=true")
                        .errorHandler(noErrorHandler())
                        .doTry()
                        .process(PollReader.reading(new Texts()))
                        .process(PollConsumerTests.this::keep)
                        .doCatch(MalformedMessageException.class)
                        .process(new PollConfiguration().pollUnreadable())
                        .process(exchange -> given.add(exchange.getMessage().getBody(String.class)));
            }
        });
        camel.start();
    }

    @AfterEach
    void close() {
        camel.stop();
    }

    @Test
    void whatComesTogetherIsKeptTogetherInItsOrder() throws Exception {
        assertThat(take("1", "2", "3")).isEqualTo(3);

        assertThat(kept).containsExactly(List.of("1 of 3", "2 of 3", "3 of 3"));
    }

    @Test
    void oneThatCanNotBeReadIsADeadLetterAloneAndTheOthersAreKeptInTheirOrder() throws Exception {
        List<String> texts = List.of("1", "2", "broken 3", "4", "5", "broken 6", "7");

        List<String> left = new ArrayList<>(texts);
        while (!left.isEmpty()) {
            left.subList(0, take(left.toArray(String[]::new))).clear();
        }

        assertThat(given).containsExactly("broken 3", "broken 6");
        assertThat(kept.stream().flatMap(List::stream).map(text -> text.substring(0, 1)))
                .containsExactly("1", "2", "4", "5", "7");
    }

    @Test
    void whereTheBufferTakesNothingNothingOfItIsKeptAndNothingIsADeadLetter() throws Exception {
        away = true;
        assertThatThrownBy(() -> take("1", "2")).isInstanceOf(BufferUnavailableException.class);
        assertThat(kept).isEmpty();

        away = false;
        assertThat(take("1", "2")).isEqualTo(2);
        assertThat(kept).containsExactly(List.of("1 of 2", "2 of 2"));
        assertThat(given).isEmpty();
    }

    @Test
    void aPlatformThatDoesNotLetGoHoldsUpNoStop() throws Exception {
        assertThat(take("1")).isEqualTo(1);
        inbox.holds = true;

        CompletableFuture.runAsync(camel::stop).get(20, TimeUnit.SECONDS);

        assertThat(inbox.freed.await(20, TimeUnit.SECONDS)).isTrue();
    }

    private int take(String... texts) throws Exception {
        PolledInbox.Taker taker = inbox.taker.get(20, TimeUnit.SECONDS);
        return taker.take(Stream.of(texts).map(PollConsumerTests::fetched).toList());
    }

    private static Fetched fetched(String text) {
        return new Fetched(
                TenantId.DEFAULT,
                new InboxId("help"),
                Instant.EPOCH,
                Fetched.Bytes.of(text.getBytes(StandardCharsets.US_ASCII)));
    }

    private void keep(Exchange exchange) {
        if (away) {
            throw new BufferUnavailableException(Reason.FULL, "the buffer is full");
        }
        List<?> texts = exchange.getMessage().getBody(List.class);
        kept.add(texts.stream().map(String.class::cast).toList());
    }

    /// Each knows how many came with it.
    private static final class Texts implements Fetched.Reader<String> {

        @Override
        public String read(Fetched fetched) throws IOException {
            try (InputStream bytes = fetched.bytes().open()) {
                String text = new String(bytes.readAllBytes(), StandardCharsets.US_ASCII);
                if (text.startsWith("broken")) {
                    throw new MalformedMessageException("it is broken", null);
                }
                return text;
            }
        }

        @Override
        public List<String> placed(List<Fetched> together, List<String> read) {
            return read.stream().map(text -> text + " of " + together.size()).toList();
        }
    }

    /// It gives what the test hands in.
    private static final class Inbox implements PolledInbox {

        private final CompletableFuture<Taker> taker = new CompletableFuture<>();
        private final CountDownLatch freed = new CountDownLatch(2);
        private volatile boolean holds;

        @Override
        public TenantId tenant() {
            return TenantId.DEFAULT;
        }

        @Override
        public InboxId id() {
            return new InboxId("help");
        }

        @Override
        public Duration look(Taker given) {
            taker.complete(given);
            return Duration.ofMinutes(1);
        }

        @Override
        public void listen() {
            // There is nothing to listen to.
        }

        @Override
        public void leave() {
            try {
                if (holds) {
                    new CountDownLatch(1).await();
                }
            } catch (InterruptedException _) {
                freed.countDown();
            }
        }
    }
}
