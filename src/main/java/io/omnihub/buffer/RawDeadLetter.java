package io.omnihub.buffer;

import io.omnihub.deadletter.DeadLetter;
import io.omnihub.message.ChannelId;
import io.omnihub.message.InboxId;
import io.omnihub.message.Raw;
import io.omnihub.message.TenantId;
import java.time.Instant;

/// Something genuine that could not be processed, with its bytes, on its way to the dead letters.
///
/// @param route    the route, or the part of the hub, that gave up on it
/// @param reason   one sentence for the person who looks at it
/// @param kind     what the bytes are: an event that this version can't read may be one of a later version
/// @param replayTo the endpoint that a replay of raw bytes is sent to; empty where there is none
public record RawDeadLetter(
        TenantId tenant,
        InboxId inbox,
        ChannelId channel,
        String route,
        String reason,
        DeadLetter.Kind kind,
        String replayTo,
        Instant receivedAt,
        Raw raw) {}
