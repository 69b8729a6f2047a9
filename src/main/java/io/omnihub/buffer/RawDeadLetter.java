package io.omnihub.buffer;

import io.omnihub.message.ChannelId;
import io.omnihub.message.InboxId;
import io.omnihub.message.Raw;
import io.omnihub.message.TenantId;
import java.time.Instant;

/// Something genuine that could not be processed, with the bytes as received, on its way to the dead letters.
///
/// @param route    the route, or the part of the hub, that gave up on it
/// @param reason   one sentence for the person who looks at it
/// @param replayTo the endpoint that a replay is sent to; empty where there is none
public record RawDeadLetter(
        TenantId tenant,
        InboxId inbox,
        ChannelId channel,
        String route,
        String reason,
        String replayTo,
        Instant receivedAt,
        Raw raw) {}
