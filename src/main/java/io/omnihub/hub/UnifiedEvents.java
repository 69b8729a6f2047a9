package io.omnihub.hub;

import io.omnihub.channel.Inboxes;
import io.omnihub.message.Command;
import io.omnihub.message.Content;
import io.omnihub.message.Edit;
import io.omnihub.message.Header;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.InboxId;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.message.Media;
import io.omnihub.message.Message;
import io.omnihub.message.TenantId;
import io.omnihub.wire.JsonCodec;
import io.omnihub.wire.ProtobufCodec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Reads what a route hands in: inbound events, or the unified JSON or Protobuf of some.
///
/// Of JSON what the exchange knows may be left out: tenant, inbox and channel stand in its headers, whoever says
/// nothing else is the contact of the thread and speaks now. What the headers say nobody may contradict: they tell who
/// proved himself.
final class UnifiedEvents {

    private static final String TAKEN = "inbound events, or the unified JSON or Protobuf of some";

    private static final int LARGEST = 8 << 20;
    private static final int MOST = 10_000;

    private final Inboxes inboxes;
    private final Clock clock;

    UnifiedEvents(Inboxes inboxes, Clock clock) {
        this.inboxes = inboxes;
        this.clock = clock;
    }

    /// @throws InvalidMessageException  with the name of the field that is wrong
    /// @throws IllegalArgumentException where it is nothing of the kind
    List<InboundEvent> read(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        return switch (body) {
            case null -> throw new IllegalArgumentException("hub:inbound takes " + TAKEN + ", not nothing");
            case InboundEvent event -> List.of(event);
            case List<?> events
            when events.stream().allMatch(InboundEvent.class::isInstance) ->
                events.stream().map(InboundEvent.class::cast).toList();
            case List<?> maps when maps.stream().allMatch(Map.class::isInstance) -> json(exchange, written(maps));
            case List<?> others ->
                throw unknown(others.stream()
                        .filter(each -> !(each instanceof InboundEvent))
                        .findFirst()
                        .orElseThrow());
            case Map<?, ?> map -> json(exchange, written(map));
            case JsonNode node -> json(exchange, written(node));
            default -> form(exchange, body);
        };
    }

    private List<InboundEvent> form(Exchange exchange, Object body) {
        boolean text = body instanceof byte[] || body instanceof CharSequence;
        byte @Nullable [] bytes = text ? exchange.getMessage().getBody(byte[].class) : read(exchange, body);
        if (bytes == null) {
            throw unknown(body);
        }
        if (bytes.length > LARGEST) {
            throw new InvalidMessageException("event", "must not have more than " + LARGEST + " bytes");
        }
        String type =
                Objects.requireNonNullElse(exchange.getMessage().getHeader(Exchange.CONTENT_TYPE, String.class), "");
        return type.toLowerCase(Locale.ROOT).contains("protobuf")
                ? List.of(checked(exchange, ProtobufCodec.decodeEvent(bytes)))
                : json(exchange, bytes);
    }

    /// No more of a stream than shows that it is too much.
    private static byte @Nullable [] read(Exchange exchange, Object body) {
        if (!(body instanceof InputStream) && !(body instanceof StreamCache)) {
            return null;
        }
        try (InputStream stream = exchange.getMessage().getBody(InputStream.class)) {
            return stream == null ? null : stream.readNBytes(LARGEST + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<InboundEvent> json(Exchange exchange, byte[] bytes) {
        List<InboundEvent> events = JsonCodec.decodeEvents(bytes, event -> complete(exchange, event));
        if (events.size() > MOST) {
            throw new InvalidMessageException("event", "must not be more than " + MOST + " in one list");
        }
        return events.stream().map(event -> checked(exchange, event)).toList();
    }

    private void complete(Exchange exchange, ObjectNode event) {
        if (!(event.path("header") instanceof ObjectNode header)) {
            return;
        }
        for (String[] known : new String[][] {
            {"tenant", HubHeaders.TENANT}, {"inbox", HubHeaders.INBOX}, {"channel", HubHeaders.CHANNEL}
        }) {
            String value = known(exchange, known[1]);
            if (!value.isEmpty()) {
                missing(header, known[0], value);
                same(known[0], value, header.path(known[0]).asString(""));
            }
        }
        missing(header, "tenant", TenantId.DEFAULT.value());
        if (!header.has("channel")) {
            header.put("channel", channel(header));
        }
        missing(header, "direction", "inbound");
        String thread = header.path("thread").asString("");
        missing(header, "routingKey", thread);
        if (!header.has("sender")) {
            header.putObject("sender").put("kind", "contact").put("id", thread);
        }
        String now = clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
        missing(header, "receivedAt", now);
        missing(header, "sentAt", now);
    }

    private String channel(ObjectNode header) {
        String tenant = header.path("tenant").asString("");
        String inbox = header.path("inbox").asString("");
        try {
            return inboxes.find(new TenantId(tenant), new InboxId(inbox))
                    .orElseThrow(() -> InboundEndpoint.unknownInbox(tenant, inbox))
                    .channel()
                    .value();
        } catch (InvalidMessageException e) {
            throw e.field().startsWith("header.") ? e : new InvalidMessageException("header.inbox", "must be given");
        }
    }

    private static void missing(ObjectNode header, String field, String value) {
        if (!header.has(field)) {
            header.put(field, value);
        }
    }

    /// Who hands in a form of ours stands outside: he speaks for the inbox that he proved to be, says what people said,
    /// and has no files of ours and no say over conversations.
    private static InboundEvent checked(Exchange exchange, InboundEvent event) {
        Header header = event.header();
        same("tenant", known(exchange, HubHeaders.TENANT), header.tenant().value());
        same("inbox", known(exchange, HubHeaders.INBOX), header.inbox().value());
        same("channel", known(exchange, HubHeaders.CHANNEL), header.channel().value());
        if (event.body() instanceof Command) {
            throw new InvalidMessageException("body.type", "must not be a command: the API takes those");
        }
        List<Content> parts = switch (event.body()) {
            case Message message -> message.parts();
            case Edit edit -> edit.parts();
            default -> List.of();
        };
        for (int i = 0; i < parts.size(); i++) {
            if (Media.in(parts.get(i)).anyMatch(Media::isStored)) {
                throw new InvalidMessageException(
                        "body.parts[" + i + "].media.blob", "must not be given: the hub fetches files and stores them");
            }
        }
        return event;
    }

    private static void same(String field, String known, String given) {
        if (!known.isEmpty() && !known.equals(given)) {
            throw new InvalidMessageException("header." + field, "must be " + known + ", from where it came");
        }
    }

    /// Inboxes of several tenants may have the same id: whoever proved to be one is of the tenant `default` unless it
    /// is said that he is of another.
    private static String known(Exchange exchange, String header) {
        String word = word(exchange, header);
        return word.isEmpty()
                        && header.equals(HubHeaders.TENANT)
                        && !word(exchange, HubHeaders.INBOX).isEmpty()
                ? TenantId.DEFAULT.value()
                : word;
    }

    private static String word(Exchange exchange, String header) {
        return Objects.requireNonNullElse(exchange.getMessage().getHeader(header, String.class), "");
    }

    private static byte[] written(Object tree) {
        try {
            return JsonMapper.shared().writeValueAsBytes(tree);
        } catch (JacksonException _) {
            throw new InvalidMessageException("event", "must hold only what JSON can");
        }
    }

    private static IllegalArgumentException unknown(Object thing) {
        return new IllegalArgumentException(
                "hub:inbound takes " + TAKEN + ", not a " + thing.getClass().getName());
    }
}
