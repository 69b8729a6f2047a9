package io.omnihub.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.omnihub.client.ConnectionState;
import io.omnihub.client.Encoding;
import io.omnihub.client.Entry;
import io.omnihub.client.FileStore;
import io.omnihub.client.Listener;
import io.omnihub.client.OmniHubClient;
import io.omnihub.client.Part;
import io.omnihub.client.Position;
import io.omnihub.client.Unsent;
import io.omnihub.identity.Role;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// The Java client library against the real hub, in both encodings.
@ParameterizedClass
@EnumSource(Encoding.class)
final class JavaClientTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Parameter
    private Encoding encoding;

    @TempDir
    private Path folder;

    private final LiveHub live = LiveHub.shared();
    private final Desk desk = new Desk(live.hub.as(Role.AGENT));

    /// What the app was told.
    private static class Heard implements Listener {

        final List<Entry> entries = new CopyOnWriteArrayList<>();
        final List<ConnectionState> states = new CopyOnWriteArrayList<>();
        final List<String> stored = new CopyOnWriteArrayList<>();

        @Override
        public void entry(Entry entry) {
            entries.add(entry);
        }

        @Override
        public void connection(ConnectionState state) {
            states.add(state);
        }

        @Override
        public void stored(String clientId, long sequence) {
            stored.add(clientId);
        }

        List<String> replies() {
            return entries.stream().filter(Entry::isReply).map(Entry::text).toList();
        }

        List<String> said() {
            return entries.stream()
                    .filter(entry -> entry.kind().equals("message.created") && !entry.isReply())
                    .map(Entry::text)
                    .toList();
        }

        long downs() {
            return states.stream().filter(ConnectionState.DOWN::equals).count();
        }
    }

    @Test
    void bothSidesHearEverythingOnceAndInOrderHoweverOftenTheConnectionIsCut() throws Exception {
        Heard heard = new Heard();
        List<String> texts = IntStream.range(0, 120).mapToObj(i -> "word " + i).toList();
        List<String> answers =
                IntStream.range(0, 60).mapToObj(i -> "answer " + i).toList();
        try (CuttingProxy proxy = new CuttingProxy(live.port());
                OmniHubClient client = app(heard).gateway(proxy.url()).build()) {
            client.start();
            client.send(texts.getFirst());
            await().atMost(PATIENCE).until(() -> heard.stored.size() == 1);
            String conversation = conversation(heard);
            int cuts = 0;
            for (int i = 1; i < texts.size(); i++) {
                client.send(texts.get(i));
                if (i % 2 == 0) {
                    desk.reply(conversation, answers.get(i / 2 - 1));
                }
                if (ThreadLocalRandom.current().nextInt(10) == 0) {
                    cuts += proxy.cut();
                }
            }
            desk.reply(conversation, answers.getLast());
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(heard.stored).hasSize(texts.size()).doesNotHaveDuplicates();
                assertThat(heard.said()).isEqualTo(texts);
                assertThat(heard.replies()).isEqualTo(answers);
            });
            assertThat(client.unsent()).isEmpty();
            assertThat(cuts).isPositive();
            assertThat(heard.downs()).isPositive();
            assertThat(desk.heard(conversation)).isEqualTo(texts);
        }
    }

    @Test
    void anAppRegistersTheSameDeviceAtEachStartAndTellsOfItself() throws Exception {
        FileStore store = new FileStore(folder.toFile());
        String conversation = "";
        for (String token : List.of("first-token", "second-token")) {
            Heard heard = new Heard();
            try (OmniHubClient client = app(heard).store(store).build()) {
                client.start();
                client.registerDevice("own", token, "", "zh-CN");
                client.context(Map.of("version", "2.3", "screen", token));
                client.send("hello");
                await().atMost(PATIENCE).until(() -> heard.stored.size() == 1);
                conversation = conversation(heard);
            }
        }
        assertThat(live.deviceTokens(conversation)).containsExactly("second-token");
        String contact = live.hub
                .watcher()
                .get("/api/v1/conversations/" + conversation)
                .json()
                .at("/contact/id")
                .asString();
        assertThat(live.hub
                        .watcher()
                        .get("/api/v1/contacts/" + contact + "/contexts")
                        .json()
                        .at("/items/0/facts/screen")
                        .asString())
                .isEqualTo("second-token");

        try (OmniHubClient client = app(new Heard()).store(store).build()) {
            client.unregisterDevice();
        }
        assertThat(live.deviceTokens(conversation)).isEmpty();
    }

    @Test
    void aDeviceIsRegisteredWhoseUserSpeaksWhileItIsRefused() throws Exception {
        Heard heard = new Heard();
        AtomicReference<OmniHubClient> speaking = new AtomicReference<>();
        OkHttpClient http = registering(chain -> {
            Response answer = chain.proceed(chain.request());
            if (answer.code() == 409) {
                speaking.get().send("hello");
                await().atMost(PATIENCE).until(() -> heard.stored.size() == 1);
            }
            return answer;
        });
        try (OmniHubClient client = app(heard).http(http).build()) {
            speaking.set(client);
            client.start();
            client.registerDevice("own", "in-between", "", "zh-CN");
            String conversation = conversation(heard);
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(live.deviceTokens(conversation)).containsExactly("in-between"));
        }
    }

    @Test
    void aDeviceStaysUnregisteredWhoseRegistrationFailsMeanwhile() throws Exception {
        Heard heard = new Heard();
        AtomicInteger devices = new AtomicInteger();
        AtomicInteger contexts = new AtomicInteger();
        AtomicReference<Thread> logout = new AtomicReference<>();
        OkHttpClient http = registering(chain -> {
            boolean isDevice = chain.request().method().equals("PUT");
            if ((isDevice ? devices : contexts).incrementAndGet() == 1) {
                return chain.proceed(chain.request());
            }
            if (isDevice && devices.get() == 2) {
                logout.get().start();
                await().atMost(PATIENCE)
                        .until(() -> List.of(Thread.State.BLOCKED, Thread.State.TERMINATED)
                                .contains(logout.get().getState()));
            }
            throw new IOException("The network is gone.");
        });
        try (OmniHubClient client = app(heard).http(http).build()) {
            logout.set(new Thread(() -> unregister(client)));
            client.start();
            client.registerDevice("own", "logged-out", "", "zh-CN");
            client.context(Map.of("version", "2.3"));
            client.send("hello");
            await().atMost(PATIENCE).until(() -> logout.get().getState() == Thread.State.TERMINATED);
            client.send("and bye");
            client.send("once more");
            // Refused once, and tried with each message: with the last of them the one before is done.
            await().atMost(PATIENCE).until(() -> contexts.get() == 4);
            assertThat(devices).hasValue(2);
            assertThat(live.deviceTokens(conversation(heard))).isEmpty();
        }
    }

    private static void unregister(OmniHubClient client) {
        try {
            client.unregisterDevice();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static OkHttpClient registering(Interceptor interceptor) {
        return new OkHttpClient.Builder()
                .addInterceptor(chain -> List.of("devices", "context").stream()
                                        .anyMatch(chain.request().url().pathSegments()::contains)
                                && !chain.request().method().equals("DELETE")
                        ? interceptor.intercept(chain)
                        : chain.proceed(chain.request()))
                .build();
    }

    @Test
    void whatIsUnsentOutlivesTheAppAndGoesOutInItsOrder() throws Exception {
        Heard before = new Heard();
        Position position;
        try (OmniHubClient client =
                app(before).store(new FileStore(folder.toFile())).build()) {
            client.start();
            client.send("first");
            await().atMost(PATIENCE).until(() -> before.said().equals(List.of("first")));
            position = client.position();
        }
        Heard without = new Heard();
        try (OmniHubClient client = app(without)
                .store(new FileStore(folder.toFile()))
                .gateway(unreachable())
                .build()) {
            client.send("second");
            client.start();
            await().atMost(PATIENCE).until(() -> without.downs() > 0);
            client.send("third");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(client.unsent())
                            .flatExtracting(Unsent::parts)
                            .extracting(Part::text)
                            .containsExactly("second", "third"));
        }
        Heard after = new Heard();
        try (OmniHubClient client = app(after)
                .encoding(encoding == Encoding.JSON ? Encoding.PROTOBUF : Encoding.JSON)
                .store(new FileStore(folder.toFile()))
                .after(position)
                .build()) {
            client.send("fourth");
            client.start();
            await().atMost(PATIENCE).until(() -> after.said().equals(List.of("second", "third", "fourth")));
            assertThat(client.unsent()).isEmpty();
            assertThat(desk.heard(conversation(after))).containsExactly("first", "second", "third", "fourth");
        }
    }

    @Test
    void whatWasWrittenJustBeforeTheEndIsKept() throws Exception {
        List<String> texts =
                IntStream.range(0, 20).mapToObj(i -> "last word " + i).toList();
        try (OmniHubClient client = app(new Heard())
                .store(new FileStore(folder.toFile()))
                .gateway(unreachable())
                .build()) {
            texts.forEach(client::send);
        }
        Heard heard = new Heard();
        try (OmniHubClient client =
                app(heard).store(new FileStore(folder.toFile())).build()) {
            client.start();
            await().atMost(PATIENCE).until(() -> heard.said().equals(texts));
        }
    }

    @Test
    void aListenerThatThrowsHarmsNothingElse() throws Exception {
        Heard heard = new Heard();
        Listener throwing = new Listener() {
            @Override
            public void entry(Entry entry) {
                heard.entry(entry);
                throw new IllegalStateException("the app's fault");
            }

            @Override
            public void unsent(Unsent unsent) {
                throw new IllegalStateException("the app's fault");
            }

            @Override
            public void stored(String clientId, long sequence) {
                heard.stored(clientId, sequence);
                throw new IllegalStateException("the app's fault");
            }

            @Override
            public void connection(ConnectionState state) {
                heard.connection(state);
                throw new IllegalStateException("the app's fault");
            }
        };
        try (CuttingProxy proxy = new CuttingProxy(live.port());
                OmniHubClient client = app(throwing).gateway(proxy.url()).build()) {
            client.start();
            client.send("one");
            await().dontCatchUncaughtExceptions().atMost(PATIENCE).until(() -> heard.stored.size() == 1);
            assertThat(proxy.cut()).isPositive();
            client.send("two");
            client.send("three");
            await().dontCatchUncaughtExceptions()
                    .atMost(PATIENCE)
                    .until(() -> heard.said().equals(List.of("one", "two", "three")));
        }
    }

    @Test
    void aPositionInAnotherConversationIsNoPlaceInThisOne() {
        String epoch = epoch();
        AtomicInteger begun = new AtomicInteger();
        Heard heard = new Heard() {
            @Override
            public void begins() {
                begun.incrementAndGet();
            }
        };
        try (OmniHubClient client = app(heard)
                .after(new Position(epoch, "00000000-0000-8000-8000-000000000001", 57))
                .build()) {
            client.start();
            client.send("new here");
            await().atMost(PATIENCE).until(() -> heard.said().equals(List.of("new here")));
            assertThat(begun).hasValue(1);
            assertThat(client.position().sequence()).isLessThan(57);
        }
    }

    private String epoch() {
        try (OmniHubClient client = app(new Heard()).build()) {
            client.start();
            await().atMost(PATIENCE).until(() -> !client.position().epoch().isEmpty());
            return client.position().epoch();
        }
    }

    @Test
    void aFileGoesUpWithItsProgressAndComesBack() throws Exception {
        Heard heard = new Heard();
        byte[] picture = Files.readAllBytes(Path.of("src/main/resources/io/omnihub/console/favicon.ico"));
        Path file = Files.write(folder.resolve("图片.ico"), picture);
        try (OmniHubClient client = app(heard).build()) {
            client.start();
            List<Long> progress = new ArrayList<>();
            Part part = client.upload(file.toFile(), "image/x-icon", (done, all) -> {
                assertThat(all).isEqualTo(picture.length);
                progress.add(done);
            });
            assertThat(progress).isSorted().endsWith((long) picture.length);
            client.send(List.of(Part.text("look"), part));
            await().atMost(PATIENCE).until(() -> !heard.entries.isEmpty());
            ByteArrayOutputStream back = new ByteArrayOutputStream();
            client.download(heard.entries.getFirst(), 1, back);
            assertThat(back.toByteArray()).isEqualTo(picture);
        }
    }

    @Test
    void whatTheHubRefusesIsToldAndTheOthersGoOn() {
        Heard heard = new Heard();
        try (OmniHubClient client = app(heard).build()) {
            client.start();
            String tooLong = client.send("x".repeat(70_000));
            String wrong = client.send(List.of());
            String wrongPart = client.send(List.of(Part.of(Map.of("type", "text", "text", 7))));
            client.send("good");
            await().atMost(PATIENCE).until(() -> heard.said().equals(List.of("good")));
            assertThat(client.unsent()).extracting(Unsent::clientId).containsExactly(tooLong, wrong, wrongPart);
            assertThat(client.unsent())
                    .extracting(unsent ->
                            unsent.problem() == null ? "" : unsent.problem().code())
                    .containsExactly("too-large", "invalid", "invalid");
            client.discard(tooLong);
            client.discard(wrongPart);
            client.again(wrong);
            await().atMost(PATIENCE)
                    .until(() -> client.unsent().size() == 1
                            && client.unsent().getFirst().problem() != null
                            && !client.unsent().getFirst().clientId().equals(wrong));
        }
    }

    @Test
    void aCardLeadsIntoTheAppByItsOwnAddress() {
        Heard heard = new Heard();
        try (OmniHubClient client = app(heard).build()) {
            client.start();
            client.send("Where is my order?");
            await().atMost(PATIENCE).until(() -> heard.said().size() == 1);
            desk.show(conversation(heard), "Order 1024", "Show", "myshop://order/1024?from=chat");
            await().atMost(PATIENCE).until(() -> heard.replies().size() == 1);
            Part card = heard.entries.getLast().parts().getFirst();
            assertThat(card.title()).isEqualTo("Order 1024");
            assertThat(card.links()).singleElement().satisfies(link -> {
                assertThat(link.label()).isEqualTo("Show");
                assertThat(link.address()).isEqualTo("myshop://order/1024?from=chat");
            });
        }
    }

    @Test
    void aUserWhomTheAppsServerNamesHasOneConversationOnAllDevices() throws Exception {
        String jwt = LiveHub.jwt("user-" + LiveHub.newId(), Map.of());
        Heard phone = new Heard();
        Heard tablet = new Heard();
        try (OmniHubClient one = site(phone, jwt);
                OmniHubClient other = site(tablet, jwt)) {
            one.start();
            one.send("from the phone");
            await().atMost(PATIENCE).until(() -> phone.said().size() == 1);
            other.start();
            other.send("from the tablet");
            await().atMost(PATIENCE)
                    .until(() -> phone.said().size() == 2 && tablet.said().size() == 2);
            assertThat(phone.said()).isEqualTo(tablet.said());
            long last = phone.entries.getLast().sequence();
            assertThat(one.before(last, 10)).extracting(Entry::text).contains("from the phone");
        }
    }

    private OmniHubClient.Builder app(Listener listener) {
        return OmniHubClient.builder(live.hub.address, "mobile")
                .encoding(encoding)
                .listener(listener);
    }

    private OmniHubClient site(Listener listener, String jwt) {
        OkHttpClient http = new OkHttpClient.Builder()
                .addInterceptor(chain -> chain.proceed(chain.request()
                        .newBuilder()
                        .header("Origin", LiveHub.ORIGIN)
                        .build()))
                .build();
        return OmniHubClient.builder(live.hub.address, "web")
                .encoding(encoding)
                .user(jwt, () -> jwt)
                .http(http)
                .listener(listener)
                .build();
    }

    private String unreachable() throws IOException {
        try (CuttingProxy gone = new CuttingProxy(live.port())) {
            return gone.url();
        }
    }

    private static String conversation(Heard heard) {
        return String.valueOf(heard.entries.getFirst().fields().get("conversation"));
    }
}
