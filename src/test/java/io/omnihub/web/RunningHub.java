package io.omnihub.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.OmniHub;
import io.omnihub.buffer.Buffer;
import io.omnihub.channel.Ability;
import io.omnihub.channel.Capabilities;
import io.omnihub.channel.Inbox;
import io.omnihub.channel.InboxProvider;
import io.omnihub.channel.TextLimit;
import io.omnihub.conversation.Engine;
import io.omnihub.conversation.Outcome;
import io.omnihub.identity.Accounts;
import io.omnihub.identity.ApiTokens;
import io.omnihub.identity.Role;
import io.omnihub.identity.TenantRegistry;
import io.omnihub.message.Body;
import io.omnihub.message.ChannelId;
import io.omnihub.message.Content;
import io.omnihub.message.ConversationId;
import io.omnihub.message.Direction;
import io.omnihub.message.Header;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.InboxId;
import io.omnihub.message.Keys;
import io.omnihub.message.Message;
import io.omnihub.message.Sender;
import io.omnihub.message.TenantId;
import io.omnihub.simulator.Clamd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jmx.export.annotation.AnnotationMBeanExporter;
import org.springframework.util.FileSystemUtils;

/// The whole hub on a port of its own, with two tenants that have an inbox of the same id.
public final class RunningHub implements AutoCloseable {

    public static final TenantId OTHER = new TenantId("other");
    public static final ChannelId CHANNEL = new ChannelId("test");
    public static final InboxId INBOX = new InboxId("shop");

    /// One that takes few and short replies.
    public static final InboxId NARROW = new InboxId("narrow");

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final Map<String, RunningHub> RUNNING = new ConcurrentHashMap<>();
    private static @Nullable RunningHub shared;
    private static @Nullable Description description;

    /// Looks at every file of the shared hub.
    static final Clamd CLAMD = new Clamd();

    public final ConfigurableApplicationContext context;
    public final String address;
    private @Nullable Api watcher;

    /// The hub that tests on SQLite share: assert differences, not totals.
    public static synchronized RunningHub shared() {
        if (shared == null) {
            try {
                Path data = Files.createTempDirectory("omnihub");
                RunningHub hub = start(
                        data,
                        "--omnihub.media.clamav=" + CLAMD.address(),
                        "--omnihub.http.allowed-networks=127.0.0.1",
                        "--omnihub.media.picture-networks=127.0.0.1",
                        "--omnihub.webhooks.timeout=2s",
                        "--omnihub.webhooks.poll=500ms",
                        "--omnihub.webhooks.retries=50ms,50ms,50ms,1h");
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    hub.close();
                    FileSystemUtils.deleteRecursively(data.toFile());
                }));
                shared = hub;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return shared;
    }

    public static RunningHub start(Path data, String... more) {
        return new RunningHub(List.of(OmniHub.class, Shops.class), data, more);
    }

    /// Without the tests' inboxes.
    public static RunningHub startBare(Path data, String... more) {
        return new RunningHub(List.of(OmniHub.class), data, more);
    }

    private RunningHub(List<Class<?>> sources, Path data, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--omnihub.data=" + data,
                "--omnihub.config.channels=" + data.resolve("channels"),
                "--camel.main.shutdown-timeout=5"));
        for (String port : List.of("--server.port=", "--omnihub.gateway.port=")) {
            if (Stream.of(more).noneMatch(setting -> setting.startsWith(port))) {
                arguments.add(port + "0");
            }
        }
        arguments.addAll(List.of(more));
        context = new SpringApplicationBuilder(sources.toArray(Class<?>[]::new)).run(arguments.toArray(String[]::new));
        address = "http://127.0.0.1:"
                + ((ServletWebServerApplicationContext) context).getWebServer().getPort();
        RUNNING.put(address, this);
        bean(TenantRegistry.class).ensure(OTHER, "Other", ZoneId.of("UTC"));
    }

    /// What the API's description says, which is the same for every hub; none where the address is none of a hub's.
    static synchronized Optional<Description> description(String address) {
        RunningHub hub = RUNNING.get(address);
        if (description == null && hub != null) {
            description = new Description(hub.document());
        }
        return hub == null ? Optional.empty() : Optional.ofNullable(description);
    }

    private byte[] document() {
        HttpRequest request = new Api(address, as(Role.ADMIN).authorization())
                .request("/api/openapi")
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).isEqualTo(200);
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /// A client with a new token, which is somebody else each time: only who uploaded a file can send it.
    public Api as(TenantId tenant, Role role) {
        String name = "test-" + NUMBER.incrementAndGet();
        String secret = bean(ApiTokens.class)
                .create(tenant, name, role, "test")
                .orElseThrow()
                .secret();
        return new Api(address, "Bearer " + secret);
    }

    public Api as(Role role) {
        return as(TenantId.DEFAULT, role);
    }

    /// A client that may see all, the same each time: for tests that look again and again.
    public synchronized Api watcher() {
        if (watcher == null) {
            watcher = as(Role.ADMIN);
        }
        return watcher;
    }

    public Api anonymous() {
        return new Api(address, "");
    }

    /// A customer who has not been there before.
    public static String newUser() {
        return "user-" + UUID.randomUUID();
    }

    /// A new customer writes, and so begins a conversation.
    public ConversationId begin(TenantId tenant, String text) {
        return say(tenant, newUser(), new Content.Text(text));
    }

    /// A customer who is known by that id writes.
    public ConversationId begin(TenantId tenant, String user, String text) {
        return say(tenant, user, new Content.Text(text));
    }

    public ConversationId say(TenantId tenant, String user, Content... parts) {
        String id = UUID.randomUUID().toString();
        Outcome outcome = take(event(tenant, user, Keys.message(id), new Message(id, List.of(parts), null)));
        return ((Outcome.Stored) outcome).conversation();
    }

    public Outcome take(InboundEvent event) {
        return bean(Engine.class)
                .take(event, false)
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    /// Puts a text of somebody into the buffer, as a channel does.
    public void buffer(String user, String text) {
        bean(Buffer.class)
                .put(List.of(
                        event(TenantId.DEFAULT, user, Keys.message(text), Message.of(text, new Content.Text(text)))));
    }

    /// Makes an account and logs it in.
    ///
    /// @return the cookie, with its name
    public String login(String name, String password) {
        bean(Accounts.class).create(TenantId.DEFAULT, name, Role.AGENT, password);
        return anonymous()
                .post("/api/v1/login", "{\"user\": \"%s\", \"password\": \"%s\"}".formatted(name, password))
                .header("Set-Cookie")
                .replaceAll(";.*", "");
    }

    /// Has this hub's MBeans have the names that all hubs of a process share: those of another one that began later
    /// have taken them, and took them along when it ended.
    public RunningHub shownToOperators() {
        bean(AnnotationMBeanExporter.class).afterSingletonsInstantiated();
        return this;
    }

    /// The token of a new visitor of the site `web`.
    public String visitor(String origin) {
        return anonymous()
                .post("/api/v1/visitors", "{\"site\": \"web\"}", "Origin", origin)
                .json()
                .path("token")
                .asString();
    }

    public static InboundEvent event(TenantId tenant, String user, String key, Body body) {
        return event(tenant, INBOX, user, key, body);
    }

    public static InboundEvent event(TenantId tenant, InboxId inbox, String user, String key, Body body) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return new InboundEvent(
                new Header(
                        tenant,
                        CHANNEL,
                        inbox,
                        Direction.INBOUND,
                        user,
                        user,
                        key,
                        new Sender(Sender.Kind.CONTACT, user, "Han Meimei"),
                        now,
                        now,
                        Map.of(),
                        null),
                body);
    }

    @Override
    public void close() {
        RUNNING.remove(address);
        context.close();
    }

    /// Two tenants' inboxes. No `@Configuration`, so that other tests of the whole hub don't find it.
    static class Shops {

        @Bean
        InboxProvider shops() {
            Capabilities capabilities = new Capabilities(Set.of(Content.Image.class, Content.Link.class), null)
                    .with(Set.of(Ability.EDIT, Ability.RECALL, Ability.COPIES))
                    .within(Ability.RECALL, Duration.ofDays(1));
            Capabilities narrow = new Capabilities(Set.of(), Duration.ofDays(2))
                    .withText(TextLimit.ofBytes(100))
                    .withMostReplies(2);
            return () -> List.of(
                    new Inbox(TenantId.DEFAULT, CHANNEL, INBOX, "Shop", Duration.ofHours(1), 100, capabilities),
                    new Inbox(TenantId.DEFAULT, CHANNEL, NARROW, "Narrow", Duration.ofHours(1), 100, narrow),
                    new Inbox(OTHER, CHANNEL, INBOX, "Other shop", Duration.ofHours(1), 100, capabilities));
        }
    }
}
