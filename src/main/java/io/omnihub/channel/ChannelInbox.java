package io.omnihub.channel;

import io.omnihub.channel.ChannelStatus.Reason;
import io.omnihub.channel.ChannelStatuses.Voice;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;

/// An account as configured, with its status on the desk.
public final class ChannelInbox<A extends ChannelAccount> {

    private final TenantId tenant;
    private final InboxId id;
    private final A account;
    private final ChannelStatuses statuses;
    private final Voice voice;

    ChannelInbox(String id, A account, ChannelStatuses statuses) {
        this(new TenantId(account.tenant()), new InboxId(id), account, statuses, Voice.CONNECTOR);
    }

    private ChannelInbox(TenantId tenant, InboxId id, A account, ChannelStatuses statuses, Voice voice) {
        this.tenant = tenant;
        this.id = id;
        this.account = account;
        this.statuses = statuses;
        this.voice = voice;
    }

    /// The same where it is asked for what is new, by other ways than those by which it sends: what works there says
    /// nothing of the other.
    public ChannelInbox<A> asked() {
        return new ChannelInbox<>(tenant, id, account, statuses, Voice.POLL);
    }

    public TenantId tenant() {
        return tenant;
    }

    public InboxId id() {
        return id;
    }

    /// Its settings.
    public A account() {
        return account;
    }

    /// The platform just did what we asked.
    public void online() {
        statuses.online(tenant, id, voice);
    }

    /// The platform just called us, which says nothing of our own calls.
    public void called() {
        if (statuses.of(tenant, id).state() == ChannelStatus.State.UNKNOWN) {
            statuses.online(tenant, id, Voice.CONNECTOR);
        }
    }

    /// Our calls fail for now.
    public void degraded(Reason reason, String sentence) {
        statuses.degraded(tenant, id, voice, reason, sentence);
    }

    /// @param sentence tells an operator what to mend
    public void offline(Reason reason, String sentence) {
        statuses.offline(tenant, id, voice, reason, sentence);
    }
}
