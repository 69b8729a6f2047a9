package io.omnihub.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.omnihub.channel.BlobsInMemory;
import io.omnihub.channel.Capabilities;
import io.omnihub.channel.FileLinks;
import io.omnihub.channel.Inbox;
import io.omnihub.channel.Inboxes;
import io.omnihub.channel.MalformedMessageException;
import io.omnihub.message.ChannelId;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The endpoint in a Camel context without a hub.
class MappingEndpointTests {

    private static final String MAPPING = """
            largest: 100
            in:
              thread: fallback(.user, $headers."X-User")
              rules: {message: .id, parts: {text: .text}}
            """;

    @TempDir
    private Path folder;

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private ProducerTemplate template = camel.createProducerTemplate();

    @BeforeEach
    void start() throws IOException {
        Files.writeString(folder.resolve("shop.yaml"), MAPPING);
        Inbox inbox = new Inbox(
                TenantId.DEFAULT,
                new ChannelId("acme"),
                new InboxId("orders"),
                "Orders",
                Duration.ofHours(1),
                10,
                new Capabilities(Set.of(), null));
        camel.addComponent(
                "mapping",
                new MappingComponent(
                        Mapped.inUse(folder, "shop"),
                        new MappingComponent.Surroundings(
                                new Inboxes(List.of(() -> List.of(inbox))),
                                Clock.fixed(Mapped.NOW, ZoneOffset.UTC),
                                new BlobsInMemory(),
                                FileLinks.NONE,
                                (_, _, _, _) -> {}),
                        new SimpleMeterRegistry()));
        camel.start();
        template = camel.createProducerTemplate();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void bytesStreamsAndTextsBecomeEventsOfTheInboxThatTheRouteNames() {
        String body = "{\"id\":1,\"text\":\"é\"}";
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);

        for (Object form : List.of(bytes, new ByteArrayInputStream(bytes), body)) {
            List<?> events = template.requestBodyAndHeaders(
                    "mapping:shop?inbox=orders", form, Map.of("X-User", "u5", "CamelX", "no"), List.class);

            InboundEvent event = (InboundEvent) events.getFirst();
            assertThat(event.header().channel()).isEqualTo(new ChannelId("acme"));
            assertThat(event.header().inbox()).isEqualTo(new InboxId("orders"));
            assertThat(event.header().thread()).isEqualTo("u5");
            assertThat(event.header().receivedAt()).isEqualTo(Mapped.NOW);
        }
    }

    @Test
    void aHeaderOfAStrangerNamesNoInbox() {
        assertThatThrownBy(() -> template.requestBodyAndHeader("mapping:shop", "{}", "HubInbox", "orders"))
                .hasRootCauseMessage(
                        "mapping:shop must be told the inbox where no callback was proved: mapping:shop?inbox=…");
        assertThatThrownBy(() -> template.requestBody("mapping:shop?inbox=other", "{}"))
                .hasRootCauseMessage("the tenant default has no inbox other in its configuration");
    }

    @Test
    void whatCantBeMappedIsMalformed() {
        assertThatThrownBy(() -> template.requestBody("mapping:shop?inbox=orders", "{\"id\":1,\"text\":\"secret\"}"))
                .isInstanceOf(CamelExecutionException.class)
                .cause()
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage("shop.yaml:3: in.thread: must be given: it is the platform's id of the person or group");
    }

    @Test
    void anEndlessStreamIsReadUpToTheBoundOnly() {
        InputStream endless = new InputStream() {
            private int read;

            @Override
            public int read() {
                return ' ';
            }

            @Override
            public int read(byte[] bytes, int from, int length) {
                read += length;
                assertThat(read).isLessThan(100_000);
                return length;
            }
        };

        assertThatThrownBy(() -> template.requestBody("mapping:shop?inbox=orders", endless))
                .cause()
                .hasMessageContaining("largest: the input has more than 100 bytes");
    }

    @Test
    void wrongEndpointsAreNamed() {
        for (String name : List.of("../secret", "..", "a/b", "%2e%2e", "Shop")) {
            assertThatThrownBy(() -> camel.getEndpoint("mapping:" + name))
                    .hasStackTraceContaining("is no name of a mapping");
        }
        assertThatThrownBy(() -> template.requestBody("mapping:nothing?inbox=orders", "{}"))
                .hasStackTraceContaining("there is no mapping nothing");
        assertThatThrownBy(() -> camel.getEndpoint("mapping:shop?inbx=orders")).hasStackTraceContaining("inbx");
    }
}
