package io.omnihub.mapping;

import io.omnihub.channel.Inbox;
import io.omnihub.channel.MalformedMessageException;
import io.omnihub.channel.TextLimit;
import io.omnihub.channel.callback.Callback;
import io.omnihub.message.InboxId;
import io.omnihub.message.Outbound;
import io.omnihub.message.OutboundEdit;
import io.omnihub.message.OutboundMessage;
import io.omnihub.message.OutboundRead;
import io.omnihub.message.OutboundRecall;
import io.omnihub.message.OutboundTyping;
import io.omnihub.message.TenantId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;

/// `to: mapping:<name>` turns the body, foreign bytes, into what `hub:inbound` takes, and
/// what `hub:outbound` gives into what is to be sent.
final class MappingEndpoint extends DefaultEndpoint {

    private static final int LONGEST_HEADER = 2_000;

    private final MappingComponent component;
    private final String name;
    private final TenantId tenant;
    private final @Nullable InboxId inbox;

    /// @param inbox whose input it is; null where a proved callback says so
    MappingEndpoint(String uri, MappingComponent component, String name, TenantId tenant, @Nullable InboxId inbox) {
        super(uri, component);
        this.component = component;
        this.name = name;
        this.tenant = tenant;
        this.inbox = inbox;
    }

    @Override
    public Producer createProducer() {
        // Each step of a route has its own, and so keeps its mapping until the route is made anew.
        Mapping mapping = component.mappings().get(name);
        return new DefaultProducer(this) {
            @Override
            public void process(Exchange exchange) throws IOException, InvalidPayloadException {
                Object body = exchange.getMessage().getBody();
                exchange.getMessage()
                        .setBody(
                                body instanceof Outbound outbound ? write(mapping, outbound) : read(mapping, exchange));
            }
        };
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("nothing comes from mapping:" + name + "; use it as a to:");
    }

    private Object write(Mapping mapping, Outbound outbound) {
        return switch (outbound) {
            case OutboundMessage message -> mapping.write(message, limit(message));
            case OutboundEdit edit -> mapping.write(edit);
            // There is nothing in them to translate.
            case OutboundRecall _, OutboundTyping _, OutboundRead _ -> outbound;
        };
    }

    private @Nullable TextLimit limit(OutboundMessage message) {
        return component
                .surroundings()
                .inboxes()
                .find(message.tenant(), message.inbox())
                .map(known -> known.capabilities().text())
                .orElse(null);
    }

    private List<?> read(Mapping mapping, Exchange exchange) throws IOException, InvalidPayloadException {
        Optional<Callback> callback = Callback.find(exchange);
        byte[] bytes = callback.isPresent() ? callback.get().raw() : bytes(exchange.getMessage(), mapping.largest());
        try {
            Arrival arrival = arrival(exchange.getMessage(), callback);
            if (mapping.hasRecords()) {
                // Their door must know whose they are, where no call was proved that said so.
                exchange.getMessage().setHeader("HubTenant", arrival.tenant().value());
                exchange.getMessage().setHeader("HubInbox", arrival.inbox().value());
                return mapping.readRecords(bytes, arrival);
            }
            return mapping.read(bytes, arrival);
        } catch (UnmappableException e) {
            throw new MalformedMessageException(Objects.toString(e.getMessage(), ""), e);
        }
    }

    private Arrival arrival(Message message, Optional<Callback> callback) {
        TenantId whose = callback.map(Callback::tenant).orElse(tenant);
        InboxId where = callback.map(Callback::inbox).orElse(inbox);
        if (where == null) {
            throw new IllegalArgumentException("mapping:" + name
                    + " must be told the inbox where no callback was proved: mapping:" + name + "?inbox=…");
        }
        Inbox known = component
                .surroundings()
                .inboxes()
                .find(whose, where)
                .orElseThrow(() -> new IllegalArgumentException(
                        "the tenant " + whose + " has no inbox " + where + " in its configuration"));
        Instant received = callback.map(Callback::receivedAt)
                .orElseGet(component.surroundings().clock()::instant);
        String type = Objects.toString(message.getHeader(Exchange.CONTENT_TYPE), "");
        return new Arrival(whose, known.channel(), where, received, type, headers(message));
    }

    private static Map<String, String> headers(Message message) {
        Map<String, String> headers = new HashMap<>();
        message.getHeaders().forEach((header, value) -> {
            if (value instanceof String text && text.length() <= LONGEST_HEADER && !header.startsWith("Camel")) {
                headers.put(header, text);
            }
        });
        return headers;
    }

    /// One more than may be there tells that there is more.
    private static byte[] bytes(Message message, int largest) throws IOException, InvalidPayloadException {
        Object body = message.getBody();
        if (body instanceof byte[] bytes) {
            return bytes;
        }
        if (body instanceof String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        try (InputStream stream = message.getMandatoryBody(InputStream.class)) {
            return stream.readNBytes(largest + 1);
        }
    }
}
