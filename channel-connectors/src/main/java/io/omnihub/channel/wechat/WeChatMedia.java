package io.omnihub.channel.wechat;

import io.omnihub.channel.Blobs;
import io.omnihub.channel.ChannelInbox;
import io.omnihub.channel.ChannelInboxes;
import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.channel.ContentTypes;
import io.omnihub.channel.FetchesMedia;
import io.omnihub.channel.InfectedFileException;
import io.omnihub.channel.wechat.WeChatProperties.Account;
import io.omnihub.message.ChannelId;
import io.omnihub.message.InboxId;
import io.omnihub.message.Media;
import io.omnihub.message.TenantId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Objects;

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
    public ChannelId channel() {
        return WeChatProperties.CHANNEL;
    }

    @Override
    public Media fetch(TenantId tenant, InboxId inbox, Media media) {
        if (media.externalId().isEmpty()) {
            throw new ChannelRejectedException("no-media-id", "WeChat gave no id by which the file can be fetched");
        }
        ChannelInbox<Account> account = inboxes.get(inbox.value());
        long largest = account.account().largestMedia().toBytes();
        byte[] bytes = WeChatApi.preparing(() -> bytes(account, media.externalId(), largest));
        try {
            Media stored = blobs.store(new ByteArrayInputStream(bytes), ContentTypes.of(bytes), "", largest);
            return new Media(
                    stored.blob(),
                    stored.contentType(),
                    stored.size(),
                    media.fileName(),
                    media.externalId(),
                    media.url());
        } catch (InfectedFileException e) {
            throw new ChannelRejectedException("infected", Objects.toString(e.getMessage(), ""));
        } catch (IOException e) {
            throw new ChannelUnavailableException("the blob store can't be written", false, e);
        }
    }

    /// The answer is the bytes, an error as JSON with status 200, or, for videos, JSON with the address of the bytes.
    private byte[] bytes(ChannelInbox<Account> inbox, String mediaId, long largest) {
        HttpResponse<byte[]> answer =
                api.get(inbox, "/cgi-bin/media/get?media_id=" + WeChatApi.encoded(mediaId), largest);
        if (!WeChatApi.isJson(answer)) {
            inbox.online();
            return answer.body();
        }
        String video = WeChatApi.json(inbox, answer).path("video_url").asString();
        if (video.isEmpty()) {
            throw new ChannelUnavailableException("WeChat sent neither a file nor an error");
        }
        return api.get(video(inbox, video), largest).body();
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
