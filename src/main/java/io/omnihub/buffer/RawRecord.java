package io.omnihub.buffer;

import io.omnihub.message.ChannelId;
import io.omnihub.message.InboxId;
import io.omnihub.message.Raw;
import io.omnihub.message.TenantId;
import java.time.Instant;

/// A record of a business system on its way to where records are kept, with its bytes.
///
/// @param inbox of the system that told it
public record RawRecord(TenantId tenant, InboxId inbox, ChannelId channel, Instant receivedAt, Raw raw) {}
