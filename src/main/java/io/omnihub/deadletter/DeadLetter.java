package io.omnihub.deadletter;

import io.omnihub.message.Header;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.TenantId;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Something given up.
///
/// @param id         opaque
/// @param route      the route, or the part of the hub, that gave up
/// @param reason     one sentence, without the text of the message
/// @param key        the event's key and a digest of what it says, or a hash of raw bytes: the same thing given up
/// twice
///                   is one dead letter, and different things never are
/// @param body       an inbound event in Protobuf, or the bytes as received
/// @param replayTo   the Camel endpoint that takes the raw bytes again; empty for events
/// @param replayedAt when a person had it processed again; null while nobody has
@SuppressWarnings("ArrayRecordComponent")
public record DeadLetter(
        String id,
        TenantId tenant,
        String channel,
        String inbox,
        String route,
        String reason,
        Kind kind,
        String key,
        String contentType,
        byte[] body,
        String replayTo,
        Instant createdAt,
        @Nullable Instant replayedAt) {

    /// What the body is.
    public enum Kind {
        /// An inbound event in Protobuf, which the engine could not take, or this version not read.
        EVENT,
        /// Bytes as received, which could not be adapted.
        RAW,
        /// Of a later version.
        UNKNOWN;

        static Kind of(String name) {
            return Arrays.stream(values())
                    .filter(kind -> kind.name().equals(name))
                    .findFirst()
                    .orElse(UNKNOWN);
        }
    }

    /// An event that the engine gave up.
    ///
    /// @param fingerprint tells what the event says from whatever else came under its key
    public static DeadLetter ofEvent(
            InboundEvent event, byte[] protobuf, byte[] fingerprint, String reason, Instant now) {
        Header header = event.header();
        return new DeadLetter(
                UUID.randomUUID().toString(),
                header.tenant(),
                header.channel().value(),
                header.inbox().value(),
                "engine",
                reason,
                Kind.EVENT,
                header.key() + "#" + HexFormat.of().formatHex(fingerprint),
                "application/x-protobuf",
                protobuf,
                "",
                now,
                null);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DeadLetter letter && id.equals(letter.id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "DeadLetter[" + id + ", " + route + "]";
    }
}
