package io.omnihub.mapping;

import io.omnihub.message.ChannelId;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import java.time.Instant;
import java.util.Map;

/// Where an input came in, when, and what was told beside it.
///
/// @param contentType the media type as its sender gave it; empty where it gave none
/// @param headers     further facts by name, which a mapping reads as `$headers`
public record Arrival(
        TenantId tenant,
        ChannelId channel,
        InboxId inbox,
        Instant receivedAt,
        String contentType,
        Map<String, String> headers) {

    public Arrival {
        headers = Map.copyOf(headers);
    }

    public Arrival(TenantId tenant, ChannelId channel, InboxId inbox, Instant receivedAt) {
        this(tenant, channel, inbox, receivedAt, "", Map.of());
    }
}
