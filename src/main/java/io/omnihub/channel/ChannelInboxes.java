package io.omnihub.channel;

import io.omnihub.message.ChannelId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All accounts of a channel by the id of their inbox.
public final class ChannelInboxes<A extends ChannelAccount> implements InboxProvider {

    private final Map<String, ChannelInbox<A>> byId = new LinkedHashMap<>();
    private final ChannelId channel;
    private final Capabilities capabilities;
    private final ChannelLook look;

    /// @param accounts as configured, by the id of their inbox
    /// @throws IllegalArgumentException where a setting can't work
    public ChannelInboxes(
            ChannelId channel, Map<String, A> accounts, Capabilities capabilities, ChannelStatuses statuses) {
        this(channel, ChannelLook.KNOWN, accounts, capabilities, statuses);
    }

    /// Those of a channel that the pages do not know.
    public ChannelInboxes(
            ChannelId channel,
            ChannelLook look,
            Map<String, A> accounts,
            Capabilities capabilities,
            ChannelStatuses statuses) {
        this.channel = channel;
        this.look = look;
        this.capabilities = capabilities;
        accounts.forEach((id, account) -> {
            check(account, "omnihub.channels." + channel + ".inboxes." + id + ".");
            byId.put(id, new ChannelInbox<>(id, account, statuses));
        });
    }

    private static void check(ChannelAccount account, String prefix) {
        account.check(prefix);
        ChannelAccount.require(!account.reopenWindow().isNegative(), prefix + "reopen-window", "must not be negative");
        ChannelAccount.require(account.sendsPerSecond() > 0, prefix + "sends-per-second", "must be at least 1");
    }

    public ChannelId channel() {
        return channel;
    }

    public Optional<ChannelInbox<A>> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /// The inbox of something the hub itself hands us.
    ///
    /// @throws ChannelRejectedException where it was taken out of the configuration meanwhile
    public ChannelInbox<A> get(String id) {
        return find(id).orElseThrow(() -> new ChannelRejectedException(
                "no-inbox", "the " + channel + " inbox " + id + " is not configured any more"));
    }

    @Override
    public List<Inbox> inboxes() {
        return byId.values().stream().map(this::describe).toList();
    }

    private Inbox describe(ChannelInbox<A> inbox) {
        ChannelAccount account = inbox.account();
        String name = account.name().isEmpty() ? inbox.id().value() : account.name();
        return new Inbox(
                inbox.tenant(),
                channel,
                inbox.id(),
                name,
                account.reopenWindow(),
                account.sendsPerSecond(),
                account.limited(capabilities),
                false,
                look);
    }
}
