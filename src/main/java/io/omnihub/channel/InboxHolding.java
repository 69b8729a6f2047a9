package io.omnihub.channel;

import io.omnihub.message.ChannelId;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import io.omnihub.web.ProblemException;
import io.omnihub.web.ProblemType;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Holds inboxes and channels for those who run the hub, and lets them go on.
final class InboxHolding {

    private final Inboxes inboxes;
    private final Holds holds;

    InboxHolding(Inboxes inboxes, Holds holds) {
        this.inboxes = inboxes;
        this.holds = holds;
    }

    /// @param mode null to let it go on, also where it is no more
    /// @throws ProblemException where it can't be done, with what is said of it
    void inbox(TenantId tenant, String id, Hold.@Nullable Mode mode, String who) {
        Optional<Inbox> inbox = inboxes.all().stream()
                .filter(each ->
                        each.tenant().equals(tenant) && each.id().value().equals(id))
                .findFirst();
        if (inbox.isPresent() && inbox.get().live()) {
            throw new ProblemException(ProblemType.NOT_CAPABLE, "Nothing is delivered through this inbox.");
        }
        ChannelId channel = inbox.map(Inbox::channel)
                .or(() -> gone(tenant, mode)
                        .filter(hold -> hold.inboxColumn().equals(id))
                        .map(Hold::channel)
                        .findFirst())
                .orElseThrow(ProblemException::notFound);
        set(tenant, channel, new InboxId(id), mode, who);
    }

    /// The same for all inboxes of a channel, those that are to come too.
    void channel(TenantId tenant, String id, Hold.@Nullable Mode mode, String who) {
        ChannelId channel = Stream.concat(
                        inboxes.all().stream()
                                .filter(each -> each.tenant().equals(tenant) && !each.live())
                                .map(Inbox::channel),
                        gone(tenant, mode).filter(hold -> hold.inbox() == null).map(Hold::channel))
                .filter(each -> each.value().equals(id))
                .findFirst()
                .orElseThrow(ProblemException::notFound);
        set(tenant, channel, null, mode, who);
    }

    /// Holds outlive what they hold, and can be ended all the same.
    private Stream<Hold> gone(TenantId tenant, Hold.@Nullable Mode mode) {
        return mode == null
                ? holds.known().stream().filter(hold -> hold.tenant().equals(tenant))
                : Stream.empty();
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
