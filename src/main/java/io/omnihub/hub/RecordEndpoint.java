package io.omnihub.hub;

import io.omnihub.buffer.RawRecord;
import io.omnihub.channel.Inbox;
import io.omnihub.cluster.Lead;
import io.omnihub.message.BusinessRecord;
import io.omnihub.message.InboxId;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.message.Raw;
import io.omnihub.message.TenantId;
import io.omnihub.wire.RecordJson;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `to: hub:record` takes records of business systems in: it returns once they are durable in the buffer.
final class RecordEndpoint extends HubEndpoint {

    private static final int LARGEST = 8 << 20;
    private static final int MOST = 10_000;
    private static final Duration AHEAD = Duration.ofDays(1);

    private final Doors doors;

    RecordEndpoint(String uri, HubComponent component, Doors doors) {
        super(uri, component, "record");
        this.doors = doors;
    }

    @Override
    public Producer createProducer() {
        return new DefaultProducer(this) {
            @Override
            public void process(Exchange exchange) throws InvalidPayloadException, IOException {
                take(exchange);
            }
        };
    }

    private void take(Exchange exchange) throws InvalidPayloadException, IOException {
        TenantId tenant = new TenantId(header(exchange, HubHeaders.TENANT, TenantId.DEFAULT.value()));
        String word = header(exchange, HubHeaders.INBOX, "");
        if (word.isEmpty()) {
            throw new InvalidMessageException(
                    "source", "must be told by the header HubInbox: the inbox of the system that told it");
        }
        InboxId source = new InboxId(word);
        Inbox inbox = doors.inboxes()
                .find(tenant, source)
                .orElseThrow(() -> InboundEndpoint.unknownInbox(tenant.value(), source.value()));
        Instant now = doors.clock().instant().truncatedTo(ChronoUnit.MILLIS);
        String header = header(exchange, HubHeaders.RECEIVED_AT, "");
        Instant replayed = header.isEmpty() ? null : Instant.parse(header);
        Instant receivedAt = replayed == null ? now : replayed;
        List<RawRecord> records = read(exchange.getMessage()).stream()
                .map(record -> checked(record, replayed, now))
                .map(record -> new RawRecord(
                        tenant,
                        source,
                        inbox.channel(),
                        receivedAt,
                        new Raw("application/json", RecordJson.encode(record))))
                .toList();
        Lead.require(exchange);
        doors.buffer().putRecords(records);
    }

    /// What is processed again is as old as it was when it came. A time far ahead would hold off all that comes later.
    private static BusinessRecord checked(BusinessRecord record, @Nullable Instant replayed, Instant now) {
        Instant time = record.time();
        if (record.version() == 0 && time != null && time.isAfter(now.plus(AHEAD))) {
            throw new InvalidMessageException("time", "must not be more than a day ahead");
        }
        return record.version() == 0 && time == null && replayed != null ? record.at(replayed) : record;
    }

    /// Records as a route leaves them.
    static List<BusinessRecord> read(Message message) throws InvalidPayloadException, IOException {
        Object body = message.getBody();
        if (body instanceof List<?> list && list.size() > MOST) {
            throw new InvalidMessageException("record", "must not be more than " + MOST + " in one list");
        }
        return switch (body) {
            case BusinessRecord record -> List.of(record);
            case List<?> records
            when records.stream().allMatch(BusinessRecord.class::isInstance) ->
                records.stream().map(BusinessRecord.class::cast).toList();
            case List<?> maps -> RecordJson.decodeAll(written(maps));
            case Map<?, ?> map -> RecordJson.decodeAll(written(map));
            case JsonNode node -> RecordJson.decodeAll(written(node));
            case byte[] bytes -> decoded(bytes);
            case null -> throw new InvalidMessageException("record", "must not be nothing");
            default -> {
                try (InputStream stream = message.getMandatoryBody(InputStream.class)) {
                    yield decoded(stream.readNBytes(LARGEST + 1));
                }
            }
        };
    }

    private static List<BusinessRecord> decoded(byte[] bytes) {
        if (bytes.length > LARGEST) {
            throw new InvalidMessageException("record", "must not have more than " + LARGEST + " bytes");
        }
        return RecordJson.decodeAll(bytes);
    }

    private static String header(Exchange exchange, String name, String missing) {
        return Objects.requireNonNullElse(exchange.getMessage().getHeader(name, String.class), missing);
    }

    private static byte[] written(Object tree) {
        try {
            return JsonMapper.shared().writeValueAsBytes(tree);
        } catch (JacksonException _) {
            throw new InvalidMessageException("record", "must hold only what JSON can");
        }
    }
}
