package io.omnihub.record;

import io.omnihub.buffer.RawRecord;
import io.omnihub.channel.Capabilities;
import io.omnihub.channel.Inbox;
import io.omnihub.channel.InboxProvider;
import io.omnihub.message.ChannelId;
import io.omnihub.message.InboxId;
import io.omnihub.message.Raw;
import io.omnihub.message.TenantId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// A business system that tells its orders.
public final class Erp {

    public static final InboxId SOURCE = new InboxId("erp");

    public static final ChannelId CHANNEL = new ChannelId("erp");

    private Erp() {}

    /// A record as it tells it.
    public static RawRecord record(String json) {
        return new RawRecord(
                TenantId.DEFAULT,
                SOURCE,
                CHANNEL,
                Instant.EPOCH,
                new Raw("application/json", json.getBytes(StandardCharsets.UTF_8)));
    }

    /// For the hub to know it.
    public static InboxProvider inboxes() {
        return () -> List.of(new Inbox(
                TenantId.DEFAULT, CHANNEL, SOURCE, "ERP", Duration.ofHours(1), 1, new Capabilities(Set.of(), null)));
    }
}
