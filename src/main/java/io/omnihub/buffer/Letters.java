package io.omnihub.buffer;

import static java.util.Map.entry;

import io.omnihub.deadletter.DeadLetter;
import io.omnihub.message.ChannelId;
import io.omnihub.message.InboxId;
import io.omnihub.message.Raw;
import io.omnihub.message.TenantId;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.function.Function;

/// Dead letters and business records as messages of their broker queues. What someone else wrote there is read as far
/// as it goes: nothing in those queues is ever dropped.
final class Letters {

    private static final String ROUTE = "route";
    private static final String REASON = "reason";
    private static final String KIND = "kind";
    private static final String REPLAY_TO = "replayTo";
    private static final String RECEIVED_AT = "receivedAt";
    private static final String CONTENT_TYPE = "contentType";
    private static final String UNKNOWN = "unknown";

    private Letters() {}

    static Parcel parcel(RawDeadLetter letter) {
        return new Parcel(
                Queues.DEAD_LETTER,
                Map.ofEntries(
                        entry(Parcel.TENANT, letter.tenant().value()),
                        entry(Parcel.INBOX, letter.inbox().value()),
                        entry(Parcel.CHANNEL, letter.channel().value()),
                        entry(ROUTE, letter.route()),
                        entry(REASON, letter.reason()),
                        entry(KIND, letter.kind().name()),
                        entry(REPLAY_TO, letter.replayTo()),
                        entry(RECEIVED_AT, letter.receivedAt().toString()),
                        entry(CONTENT_TYPE, letter.raw().contentType())),
                letter.raw().bytes());
    }

    static RawDeadLetter letter(Parcel parcel, Clock clock) {
        return letter(
                parcel,
                parcel.labels().getOrDefault(ROUTE, UNKNOWN),
                parcel.labels().getOrDefault(REASON, UNKNOWN),
                read(parcel.labels(), KIND, DeadLetter.Kind::valueOf, DeadLetter.Kind.RAW),
                clock);
    }

    static Parcel parcel(RawRecord record) {
        return new Parcel(
                Queues.RECORD,
                Map.of(
                        Parcel.TENANT,
                        record.tenant().value(),
                        Parcel.INBOX,
                        record.inbox().value(),
                        Parcel.CHANNEL,
                        record.channel().value(),
                        RECEIVED_AT,
                        record.receivedAt().toString(),
                        CONTENT_TYPE,
                        record.raw().contentType()),
                record.raw().bytes());
    }

    static RawRecord record(Parcel parcel, Clock clock) {
        RawDeadLetter read = letter(parcel, parcel.queue(), "", DeadLetter.Kind.RAW, clock);
        return new RawRecord(read.tenant(), read.inbox(), read.channel(), read.receivedAt(), read.raw());
    }

    /// A message of a queue of events that this version can't read; a later one may.
    static RawDeadLetter unreadable(Parcel parcel, String reason, Clock clock) {
        return letter(parcel, parcel.queue(), reason, DeadLetter.Kind.EVENT, clock);
    }

    private static RawDeadLetter letter(Parcel parcel, String route, String reason, DeadLetter.Kind kind, Clock clock) {
        Map<String, String> labels = parcel.labels();
        return new RawDeadLetter(
                read(labels, Parcel.TENANT, TenantId::new, TenantId.DEFAULT),
                read(labels, Parcel.INBOX, InboxId::new, new InboxId(UNKNOWN)),
                read(labels, Parcel.CHANNEL, ChannelId::new, new ChannelId(UNKNOWN)),
                route,
                reason,
                kind,
                labels.getOrDefault(REPLAY_TO, ""),
                read(labels, RECEIVED_AT, Instant::parse, clock.instant().truncatedTo(ChronoUnit.MILLIS)),
                new Raw(labels.getOrDefault(CONTENT_TYPE, type(kind)), parcel.body()));
    }

    private static String type(DeadLetter.Kind kind) {
        return kind == DeadLetter.Kind.EVENT ? "application/x-protobuf" : "application/octet-stream";
    }

    private static <T> T read(Map<String, String> labels, String label, Function<String, T> reader, T otherwise) {
        String text = labels.get(label);
        try {
            return text == null ? otherwise : reader.apply(text);
        } catch (IllegalArgumentException | DateTimeException e) {
            return otherwise;
        }
    }
}
