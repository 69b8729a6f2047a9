package io.omnihub.channel;

import io.omnihub.channel.ChannelStatus.Reason;
import io.omnihub.channel.ChannelStatus.State;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The status of every inbox, as this node knows it. Its connector, what sends and what fetches each have a word of
/// their own about it; the worst one counts.
public final class ChannelStatuses {

    private final Map<Told, ChannelStatus> statuses = new ConcurrentHashMap<>();
    private final Clock clock;

    public ChannelStatuses(Clock clock) {
        this.clock = clock;
    }

    /// All is well, as far as this one knows.
    public void online(TenantId tenant, InboxId inbox, Voice voice) {
        set(tenant, inbox, voice, State.ONLINE, Reason.NONE, "");
    }

    /// Something fails, and is tried again.
    ///
    /// @param sentence what is wrong
    public void degraded(TenantId tenant, InboxId inbox, Voice voice, Reason reason, String sentence) {
        set(tenant, inbox, voice, State.DEGRADED, reason, sentence);
    }

    /// Nothing works until somebody does something.
    ///
    /// @param sentence tells an operator what to mend
    public void offline(TenantId tenant, InboxId inbox, Voice voice, Reason reason, String sentence) {
        set(tenant, inbox, voice, State.OFFLINE, reason, sentence);
    }

    /// This one has nothing to say of it any more.
    public void forget(TenantId tenant, InboxId inbox, Voice voice) {
        statuses.remove(new Told(tenant, inbox, voice));
    }

    public ChannelStatus of(TenantId tenant, InboxId inbox) {
        ChannelStatus worst = ChannelStatus.UNKNOWN;
        for (Voice voice : Voice.values()) {
            worst = worst.worse(of(tenant, inbox, voice));
        }
        return worst;
    }

    /// What one of them says.
    public ChannelStatus of(TenantId tenant, InboxId inbox, Voice voice) {
        return statuses.getOrDefault(new Told(tenant, inbox, voice), ChannelStatus.UNKNOWN);
    }

    private void set(TenantId tenant, InboxId inbox, Voice voice, State state, Reason reason, String sentence) {
        Told told = new Told(tenant, inbox, voice);
        ChannelStatus last = statuses.get(told);
        if (last == null || !last.says(state, reason, sentence)) {
            statuses.put(told, new ChannelStatus(state, reason, sentence, clock.instant()));
        }
    }

    /// Who tells it.
    public enum Voice {
        /// The connector: its calls, tokens and the platform's answers.
        CONNECTOR,
        /// What asks for what is new, where that goes another way than what is sent.
        POLL,
        /// What sends to customers.
        DELIVERY,
        /// What fetches the files that customers sent.
        FETCH
    }

    private record Told(TenantId tenant, InboxId inbox, Voice voice) {}
}
