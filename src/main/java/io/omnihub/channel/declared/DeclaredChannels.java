package io.omnihub.channel.declared;

import io.omnihub.channel.ChannelInbox;
import io.omnihub.channel.ChannelInboxes;
import io.omnihub.channel.ChannelStatuses;
import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.channel.Inbox;
import io.omnihub.channel.InboxProvider;
import io.omnihub.message.ChannelId;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The declared channels as they are now.
public final class DeclaredChannels implements InboxProvider {

    private final ChannelStatuses statuses;
    private volatile Map<ChannelId, Standing> channels = Map.of();
    private volatile Map<String, RefusedChannelFile> refused = Map.of();

    DeclaredChannels(ChannelStatuses statuses) {
        this.statuses = statuses;
    }

    /// An inbox of a channel.
    public Optional<ChannelInbox<DeclaredAccount>> find(ChannelId channel, String inbox) {
        return Optional.ofNullable(channels.get(channel))
                .flatMap(standing -> standing.inboxes().find(inbox));
    }

    /// The inbox of something the hub itself hands us.
    ///
    /// @throws ChannelUnavailableException where it is not there now: its file may be refused, or come back
    public ChannelInbox<DeclaredAccount> get(ChannelId channel, String inbox) {
        return find(channel, inbox)
                .orElseThrow(() -> ChannelUnavailableException.later(
                        "the " + channel + " inbox " + inbox + " is not configured now"));
    }

    /// Whether the channel's file is refused as it stands: what is not there may then be there soon.
    public boolean isRefused(ChannelId channel) {
        return refused.containsKey(ChannelFile.of(channel));
    }

    /// All files that are refused as they stand, in the order of their names.
    public List<RefusedChannelFile> refused() {
        return refused.values().stream()
                .sorted(Comparator.comparing(file -> file.problem().file()))
                .toList();
    }

    /// Whether one of its routes fetches the files that its contacts send.
    public boolean fetchesMedia(ChannelId channel) {
        Standing standing = channels.get(channel);
        return standing != null && standing.declared().fetchesMedia();
    }

    @Override
    public List<Inbox> inboxes() {
        return channels.values().stream()
                .flatMap(standing -> standing.inboxes().inboxes().stream())
                .toList();
    }

    void refuse(Map<String, RefusedChannelFile> files) {
        refused = Map.copyOf(files);
    }

    Map<ChannelId, DeclaredChannel> now() {
        return channels.values().stream()
                .map(Standing::declared)
                .collect(Collectors.toMap(DeclaredChannel::id, channel -> channel));
    }

    void set(Collection<DeclaredChannel> declared) {
        Map<ChannelId, Standing> before = channels;
        channels = declared.stream()
                .map(channel -> {
                    Standing standing = before.get(channel.id());
                    return standing != null && standing.declared().equals(channel)
                            ? standing
                            : new Standing(channel, channel.inboxes(statuses));
                })
                .collect(Collectors.toUnmodifiableMap(
                        standing -> standing.declared().id(), standing -> standing));
    }

    private record Standing(DeclaredChannel declared, ChannelInboxes<DeclaredAccount> inboxes) {}
}
