package io.omnihub.hub;

import io.omnihub.buffer.RawDeadLetter;
import io.omnihub.channel.Inbox;
import io.omnihub.cluster.Lead;
import io.omnihub.deadletter.DeadLetter;
import io.omnihub.message.ChannelId;
import io.omnihub.message.InboxId;
import io.omnihub.message.Raw;
import io.omnihub.message.TenantId;
import java.io.IOException;
import java.io.InputStream;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultProducer;

/// `to: hub:deadletter` gives up on something whose sender was genuine: it returns once the bytes are durable, and the
/// exchange goes on as a success.
final class DeadLetterEndpoint extends HubEndpoint {

    private static final int LARGEST = 64 * 1024 * 1024;

    private final Doors doors;
    private final String replay;

    DeadLetterEndpoint(String uri, HubComponent component, Doors doors, String replay) {
        super(uri, component, "deadletter");
        this.doors = doors;
        this.replay = replay;
    }

    @Override
    public Producer createProducer() {
        return new DefaultProducer(this) {
            @Override
            public void process(Exchange exchange) throws InvalidPayloadException, IOException {
                RawDeadLetter letter = letter(exchange);
                Lead.require(exchange);
                doors.buffer().putDeadLetter(letter);
                doors.meters()
                        .counter("omnihub.deadletters.given", "route", letter.route())
                        .increment();
            }
        };
    }

    private RawDeadLetter letter(Exchange exchange) throws InvalidPayloadException, IOException {
        Message message = exchange.getMessage();
        TenantId tenant =
                word(exchange, HubHeaders.TENANT).map(TenantId::new).orElseThrow(() -> missing(HubHeaders.TENANT));
        InboxId inbox = word(exchange, HubHeaders.INBOX).map(InboxId::new).orElseThrow(() -> missing(HubHeaders.INBOX));
        // The inbox's own, whatever a sender's header says; a header where the inbox is not there any more.
        ChannelId channel = doors.inboxes()
                .find(tenant, inbox)
                .map(Inbox::channel)
                .or(() -> word(exchange, HubHeaders.CHANNEL).flatMap(DeadLetterEndpoint::channel))
                .orElseGet(() -> new ChannelId("unknown"));
        String type = Objects.requireNonNullElse(
                message.getHeader(Exchange.CONTENT_TYPE, String.class), "application/octet-stream");
        return new RawDeadLetter(
                tenant,
                inbox,
                channel,
                Optional.ofNullable(exchange.getFromRouteId()).orElse("unknown"),
                word(exchange, HubHeaders.REASON).orElseGet(() -> reason(exchange)),
                DeadLetter.Kind.RAW,
                replay,
                doors.clock().instant().truncatedTo(ChronoUnit.MILLIS),
                new Raw(type, bytes(message)));
    }

    private static Optional<ChannelId> channel(String word) {
        try {
            return Optional.of(new ChannelId(word));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Optional<String> word(Exchange exchange, String name) {
        String header = exchange.getMessage().getHeader(name, String.class);
        return Optional.ofNullable(header == null ? exchange.getProperty(name, String.class) : header);
    }

    private static String reason(Exchange exchange) {
        Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        if (cause == null) {
            return "the route gave up on it";
        }
        return Reasons.of(cause);
    }

    /// What is larger stays where it is: its source is not told that it was taken.
    private static byte[] bytes(Message message) throws InvalidPayloadException, IOException {
        if (message.getBody() instanceof byte[] bytes) {
            return bytes;
        }
        try (InputStream stream = message.getMandatoryBody(InputStream.class)) {
            byte[] bytes = stream.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new IllegalArgumentException("hub:deadletter takes " + LARGEST + " bytes at most");
            }
            return bytes;
        }
    }

    private static IllegalArgumentException missing(String header) {
        return new IllegalArgumentException("hub:deadletter needs the header or property " + header);
    }
}
