package io.omnihub.channel;

import io.omnihub.message.ChannelId;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import io.omnihub.web.ProblemException;
import io.omnihub.web.ProblemType;
import org.jspecify.annotations.Nullable;

/// Holds inboxes and channels for those who run the hub, and lets them go on.
final class InboxHolding {

    private final Inboxes inboxes;
    private final Holds holds;

    InboxHolding(Inboxes inboxes, Holds holds) {
        this.inboxes = inboxes;
        this.holds = holds;
    }

    /// @param mode null to let it go on
    /// @throws ProblemException where it can't be done, with what is said of it
    void inbox(TenantId tenant, String id, Hold.@Nullable Mode mode, String who) {
        Inbox inbox = inboxes.all().stream()
                .filter(each ->
                        each.tenant().equals(tenant) && each.id().value().equals(id))
                .findFirst()
                .orElseThrow(ProblemException::notFound);
        if (inbox.live()) {
            throw new ProblemException(ProblemType.NOT_CAPABLE, "Nothing is delivered through this inbox.");
        }
        set(tenant, inbox.channel(), inbox.id(), mode, who);
    }

    /// The same for all inboxes of a channel, those that are to come too.
    void channel(TenantId tenant, String id, Hold.@Nullable Mode mode, String who) {
        ChannelId channel = inboxes.all().stream()
                .filter(each -> each.tenant().equals(tenant) && !each.live())
                .map(Inbox::channel)
                .filter(each -> each.value().equals(id))
                .findFirst()
                .orElseThrow(ProblemException::notFound);
        set(tenant, channel, null, mode, who);
    }

    private void set(
            TenantId tenant, ChannelId channel, @Nullable InboxId inbox, Hold.@Nullable Mode mode, String who) {
        if (mode != null) {
            holds.hold(tenant, channel, inbox, mode, who);
        } else if (!holds.release(tenant, channel, inbox, who)) {
            boolean byChannel =
                    inbox != null && holds.of(tenant, channel, inbox).isPresent();
            throw new ProblemException(
                    ProblemType.WRONG_STATUS,
                    byChannel ? "All of the channel is held: let that go on." : "It is not held.");
        }
    }
}
