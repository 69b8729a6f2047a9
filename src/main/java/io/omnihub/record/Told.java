package io.omnihub.record;

import io.omnihub.buffer.RawRecord;
import io.omnihub.message.BusinessRecord;
import io.omnihub.message.BusinessRecord.KnownBy;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import io.omnihub.wire.RecordJson;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/// What a system has told of a record.
///
/// @param source  the inbox of the system
/// @param id      of the record, which follows from tenant, source, type and key
/// @param version by which newer and older are told apart
/// @param digest  of all that it says but version and time
/// @param knownBy whose it is, as one text
/// @param at      when it became so, by the system's clock where it has told that
@SuppressWarnings("ArrayRecordComponent")
record Told(
        TenantId tenant,
        InboxId source,
        String id,
        BusinessRecord record,
        long version,
        String digest,
        String knownBy,
        byte[] body,
        Instant at,
        Instant receivedAt) {

    private static final int ID_BYTES = 16;

    /// @throws io.omnihub.message.InvalidMessageException where the bytes are no record
    static Told of(RawRecord raw) {
        BusinessRecord record = RecordJson.decode(raw.raw().bytes());
        byte[] body = RecordJson.encode(record);
        Instant time = record.time();
        Instant since = time == null ? raw.receivedAt() : time;
        return new Told(
                raw.tenant(),
                raw.inbox(),
                id(raw.tenant(), raw.inbox(), record.type(), record.key()),
                record,
                record.version() == 0 ? since.toEpochMilli() : record.version(),
                hash(RecordJson.encode(unversioned(record))),
                record.contacts().stream().map(Told::line).sorted().collect(Collectors.joining("\n")),
                body,
                since,
                raw.receivedAt());
    }

    static String id(TenantId tenant, InboxId source, String type, String key) {
        return hash(String.join("\n", tenant.value(), source.value(), type, key).getBytes(StandardCharsets.UTF_8));
    }

    static String line(KnownBy known) {
        return known.kind() + " " + known.value();
    }

    List<KnownBy> contacts() {
        return record.contacts();
    }

    /// Whether the system tells by no version and no time which is newer: then what the buffer gives out later is,
    /// whatever the clocks of those who took it say.
    boolean isOrderedByArrival() {
        return record.version() == 0 && record.time() == null;
    }

    /// The same where the id of its event tells what came again.
    boolean isCountedByEvents() {
        return isOrderedByArrival() && !record.event().isEmpty();
    }

    private static BusinessRecord unversioned(BusinessRecord record) {
        boolean counted = record.version() == 0 && record.time() == null;
        return new BusinessRecord(
                record.type(),
                record.key(),
                0,
                null,
                counted ? record.event() : "",
                record.title(),
                record.state(),
                record.tone(),
                record.contacts(),
                record.fields(),
                record.picture(),
                record.steps(),
                record.buttons(),
                record.tell(),
                record.metadata());
    }

    static String hash(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(digest, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
