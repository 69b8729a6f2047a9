package io.omnihub.hub;

import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.channel.FetchesMedia;
import io.omnihub.channel.Inbox;
import io.omnihub.channel.Inboxes;
import io.omnihub.channel.declared.DeclaredChannels;
import io.omnihub.message.ChannelId;
import io.omnihub.message.InboxId;
import io.omnihub.message.Media;
import io.omnihub.message.TenantId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Has the files of declared channels fetched by their routes from `hub:media`.
final class RoutedMedia implements FetchesMedia {

    private final Map<ChannelId, MediaConsumer> routes = new ConcurrentHashMap<>();
    private final DeclaredChannels channels;
    private final Inboxes inboxes;

    RoutedMedia(DeclaredChannels channels, Inboxes inboxes) {
        this.channels = channels;
        this.inboxes = inboxes;
    }

    void begin(ChannelId channel, MediaConsumer route) {
        routes.put(channel, route);
    }

    void end(ChannelId channel, MediaConsumer route) {
        routes.remove(channel, route);
    }

    /// Also of a channel that is not there now: its file may be refused, or come back.
    @Override
    public boolean fetches(ChannelId channel) {
        return channels.fetchesMedia(channel)
                || inboxes.all().stream().map(Inbox::channel).noneMatch(channel::equals);
    }

    @Override
    public Media fetch(TenantId tenant, InboxId inbox, Media media) {
        MediaConsumer route = inboxes.find(tenant, inbox)
                .map(Inbox::channel)
                .map(routes::get)
                .orElseThrow(() -> ChannelUnavailableException.later("no route fetches files of the channel now"));
        return route.fetch(tenant, inbox, media);
    }
}
