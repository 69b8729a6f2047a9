package io.omnihub.hub;

import io.omnihub.OmniHub;
import io.omnihub.channel.Capabilities;
import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.channel.Inbox;
import io.omnihub.channel.InboxProvider;
import io.omnihub.channel.Sent;
import io.omnihub.message.ChannelId;
import io.omnihub.message.Content;
import io.omnihub.message.Direction;
import io.omnihub.message.Entry;
import io.omnihub.message.Header;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.InboxId;
import io.omnihub.message.Keys;
import io.omnihub.message.Message;
import io.omnihub.message.OutboundMessage;
import io.omnihub.message.Sender;
import io.omnihub.message.TenantId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/// The whole hub with routes of the tests: two made-up channels, one with a route in Java, one with a route in YAML. It
/// is no `@Configuration`, so that other tests of the whole hub don't find it.
class DoorsApplication {

    static final InboxId INBOX = new InboxId("shop");
    static final InboxId YAML_INBOX = new InboxId("yaml-shop");

    static ConfigurableApplicationContext start(Path data, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--omnihub.data=" + data,
                "--server.port=0",
                "--omnihub.gateway.port=0",
                "--omnihub.delivery.first-retry=50ms",
                "--omnihub.hub.lease=3s",
                "--omnihub.routes=" + routes(data),
                "--camel.main.shutdown-timeout=5"));
        arguments.addAll(List.of(more));
        return new SpringApplicationBuilder(OmniHub.class, DoorsApplication.class)
                .run(arguments.toArray(String[]::new));
    }

    /// The policies, and the routes of the tests.
    private static Path routes(Path data) {
        try {
            Path folder = Files.createDirectories(data.resolve("test-routes"));
            for (String file :
                    List.of("routes/policies.camel.yaml", "src/test/resources/io/omnihub/hub/doors.camel.yaml")) {
                Path source = Path.of(file);
                Files.copy(source, folder.resolve(source.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Bean
    InboxProvider testInboxes() {
        return () -> List.of(inbox("test", INBOX), inbox("yaml", YAML_INBOX));
    }

    @Bean
    Platform javaPlatform() {
        return new Platform();
    }

    @Bean
    Platform yamlPlatform() {
        return new Platform();
    }

    @Bean
    Switch failing() {
        return new Switch();
    }

    @Bean
    Subscriber subscriber() {
        return new Subscriber();
    }

    /// What an adapter does: bytes become an inbound event.
    @Bean("native")
    Processor nativeProcessor() {
        return exchange -> {
            String text = new String(exchange.getMessage().getMandatoryBody(byte[].class), StandardCharsets.UTF_8);
            String user = exchange.getMessage().getHeader("HubInbox", String.class) + "-user";
            exchange.getMessage().setBody(text(INBOX, user, "raw-" + text, text));
        };
    }

    @Bean
    RoutesBuilder javaRoutes(Platform javaPlatform, Subscriber subscriber) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:java-in").routeId("java-in").to("hub:inbound");
                // Retries whatever the failure is, as no route should.
                from("hub:outbound?channel=test")
                        .routeId("java-outbound")
                        .onException(ChannelUnavailableException.class)
                        .maximumRedeliveries(2)
                        .redeliveryDelay(10)
                        .end()
                        .process(javaPlatform);
                from("hub:events?subscription=crm&types=message.created&from=start")
                        .routeId("java-events")
                        .process(subscriber);
            }
        };
    }

    static InboundEvent text(InboxId inbox, String user, String externalId, String text) {
        Instant now = Instant.parse("2026-01-02T03:04:05Z");
        ChannelId channel = new ChannelId(inbox.equals(INBOX) ? "test" : "yaml");
        Header header = new Header(
                TenantId.DEFAULT,
                channel,
                inbox,
                Direction.INBOUND,
                user,
                user,
                Keys.message(externalId),
                Sender.contact(user),
                now,
                now,
                Map.of(),
                null);
        return new InboundEvent(header, Message.of(externalId, new Content.Text(text)));
    }

    private static Inbox inbox(String channel, InboxId id) {
        return new Inbox(
                TenantId.DEFAULT,
                new ChannelId(channel),
                id,
                channel,
                Duration.ofHours(1),
                100,
                new Capabilities(Set.of(), null));
    }

    /// The far end of an outbound route.
    static final class Platform implements Processor {

        final List<String> got = new CopyOnWriteArrayList<>();
        private final List<RuntimeException> failures = new CopyOnWriteArrayList<>();
        private volatile CountDownLatch go = new CountDownLatch(0);

        /// The next calls fail so.
        void fails(RuntimeException... exceptions) {
            failures.addAll(List.of(exceptions));
        }

        /// The next calls don't return before this.
        void waitsFor(CountDownLatch latch) {
            go = latch;
        }

        static ChannelUnavailableException busy(boolean maybeSent) {
            return new ChannelUnavailableException("the platform is busy", maybeSent, null);
        }

        @Override
        public synchronized void process(Exchange exchange) throws Exception {
            OutboundMessage message = exchange.getMessage().getMandatoryBody(OutboundMessage.class);
            got.add(((Content.Text) message.message().parts().getFirst()).text() + " " + message.attempt());
            go.await();
            if (!failures.isEmpty()) {
                throw failures.removeFirst();
            }
            exchange.getMessage().setBody(new Sent("p-" + message.delivery()));
        }
    }

    /// Fails when the test wants it to.
    static final class Switch implements Processor {

        volatile @Nullable RuntimeException failure;

        @Override
        public void process(Exchange exchange) {
            RuntimeException now = failure;
            if (now != null) {
                throw now;
            }
        }
    }

    /// The far end of a route from `hub:events`.
    static final class Subscriber implements Processor {

        final List<Entry> got = new CopyOnWriteArrayList<>();
        final List<Map<String, Object>> headers = new CopyOnWriteArrayList<>();
        volatile boolean fails;

        @Override
        public void process(Exchange exchange) throws Exception {
            if (fails) {
                headers.add(Map.of("failed", true));
                throw new IllegalStateException("the other system is away");
            }
            headers.add(Map.copyOf(exchange.getMessage().getHeaders()));
            got.add(exchange.getMessage().getMandatoryBody(Entry.class));
        }

        List<String> texts() {
            return got.stream()
                    .map(Entry::change)
                    .map(Message.class::cast)
                    .map(message -> ((Content.Text) message.parts().getFirst()).text())
                    .toList();
        }
    }
}
