package io.omnihub.channel.wechat;

import io.omnihub.channel.Blobs;
import io.omnihub.channel.ChannelInbox;
import io.omnihub.channel.ChannelInboxes;
import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.channel.FetchesMedia;
import io.omnihub.channel.http.PlatformBody;
import io.omnihub.channel.wechat.WeChatProperties.Account;
import io.omnihub.message.ChannelId;
import io.omnihub.message.InboxId;
import io.omnihub.message.Media;
import io.omnihub.message.TenantId;
import java.net.URI;
import java.util.List;

/// Fetches what customers sent from the platform into the blob store.
///
/// Only by the platform's id: an address in a message is the sender's word in plain mode, and is never called.
final class WeChatMedia implements FetchesMedia {

    private final ChannelInboxes<Account> inboxes;
    private final WeChatApi api;
    private final Blobs blobs;

    WeChatMedia(ChannelInboxes<Account> inboxes, WeChatApi api, Blobs blobs) {
        this.inboxes = inboxes;
        this.api = api;
        this.blobs = blobs;
    }

    @Override
    public boolean fetches(ChannelId channel) {
        return channel.equals(WeChatProperties.CHANNEL);
    }

    @Override
    public Media fetch(TenantId tenant, InboxId inbox, Media media) {
        if (media.externalId().isEmpty()) {
            throw new ChannelRejectedException("no-media-id", "WeChat gave no id by which the file can be fetched");
        }
        ChannelInbox<Account> account = inboxes.get(inbox.value());
        long largest = account.account().largestMedia().toBytes();
        // Of a voice there may be a better one, and then the usual one.
        List<String> ids = List.of(media.externalId().split(" ", 2));
        try {
            return fetch(account, media, ids.getFirst(), largest);
        } catch (ChannelRejectedException e) {
            if (ids.size() == 1 || !ErrorCodes.isMediaId(e.code())) {
                throw e;
            }
            return fetch(account, media, ids.getLast(), largest);
        }
    }

    private Media fetch(ChannelInbox<Account> account, Media media, String id, long largest) {
        String path = "/cgi-bin/media/get?media_id=" + WeChatApi.encoded(id);
        return ChannelUnavailableException.preparing(
                () -> api.get(account, path, largest, body -> keep(account, body, media, largest)));
    }

    /// The answer is the bytes, an error as JSON with status 200, or, for videos, JSON with the address of the bytes.
    private Media keep(ChannelInbox<Account> inbox, PlatformBody body, Media media, long largest) {
        if (!body.isText()) {
            inbox.online();
            return body.keep(blobs, media, largest);
        }
        String video =
                api.checked(inbox, body.json(), "video_url").path("video_url").asString("");
        return api.get(video(inbox, video), largest, file -> file.keep(blobs, media, largest));
    }

    /// Videos come from a host of the platform's choice; encrypted like the API itself, or we don't go there.
    private static URI video(ChannelInbox<Account> inbox, String address) {
        URI api = URI.create(inbox.account().apiUrl());
        try {
            URI video = new URI(address);
            if ("https".equals(video.getScheme()) || api.getAuthority().equals(video.getAuthority())) {
                return video;
            }
        } catch (java.net.URISyntaxException _) {
            // Refused below.
        }
        throw new ChannelRejectedException("video-url", "WeChat named an address for the video that is not safe");
    }
}
