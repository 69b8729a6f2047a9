package io.omnihub.channel;

import io.omnihub.message.ChannelId;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import java.util.List;

/// How much of what is held was begun and has not ended, on all nodes, and how much waits, by inbox.
public record HeldCounts(List<OfInbox> inboxes) {

    public HeldCounts {
        inboxes = List.copyOf(inboxes);
    }

    /// How much of what is held was begun and has not ended.
    public long underWay(Hold hold) {
        return inboxes.stream()
                .filter(each -> each.isOf(hold))
                .mapToLong(OfInbox::underWay)
                .sum();
    }

    /// How much of it waits.
    public long waiting(Hold hold) {
        return inboxes.stream()
                .filter(each -> each.isOf(hold))
                .mapToLong(OfInbox::waiting)
                .sum();
    }

    /// What one kind of work has for an inbox.
    public record OfInbox(TenantId tenant, ChannelId channel, InboxId inbox, long underWay, long waiting) {

        private boolean isOf(Hold hold) {
            return hold.covers(tenant, channel, inbox);
        }
    }
}
