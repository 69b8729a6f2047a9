package io.omnihub.buffer;

import io.omnihub.deadletter.DeadLetter;
import io.omnihub.message.ChannelId;
import io.omnihub.message.Content;
import io.omnihub.message.Direction;
import io.omnihub.message.Header;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.InboxId;
import io.omnihub.message.Keys;
import io.omnihub.message.Message;
import io.omnihub.message.Raw;
import io.omnihub.message.Sender;
import io.omnihub.message.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Events and letters for the tests of the buffer.
final class BufferEvents {

    static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");

    private BufferEvents() {}

    /// Event number n of the only customer.
    static InboundEvent event(int number) {
        return event("customer", Integer.toString(number));
    }

    static InboundEvent event(int number, byte[] raw) {
        return event("customer", Integer.toString(number), new Raw("text/xml", raw));
    }

    static InboundEvent event(String customer, String id) {
        return event(customer, id, null);
    }

    private static InboundEvent event(String customer, String id, @Nullable Raw raw) {
        return new InboundEvent(
                new Header(
                        TenantId.DEFAULT,
                        new ChannelId("wechat"),
                        new InboxId("shop"),
                        Direction.INBOUND,
                        customer,
                        customer,
                        Keys.message(id),
                        Sender.contact(customer),
                        NOW,
                        NOW,
                        Map.of(),
                        raw),
                Message.of(id, new Content.Text("text " + id)));
    }

    static List<InboundEvent> events(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(BufferEvents::event).toList();
    }

    /// The number of an event made here.
    static int number(InboundEvent event) {
        return Integer.parseInt(event.header().key().substring("message:".length()));
    }

    static List<Integer> numbers(int from, int to) {
        return IntStream.rangeClosed(from, to).boxed().toList();
    }

    static RawDeadLetter letter(String reason, byte[] bytes) {
        return new RawDeadLetter(
                new TenantId("acme"),
                new InboxId("shop"),
                new ChannelId("wechat"),
                "wechat-callback",
                reason,
                DeadLetter.Kind.RAW,
                "direct:wechat",
                NOW,
                new Raw("text/xml", bytes));
    }
}
