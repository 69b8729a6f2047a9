package io.omnihub.channel.feishu;

import io.omnihub.channel.Blobs;
import io.omnihub.channel.ChannelInbox;
import io.omnihub.channel.ChannelInboxes;
import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.channel.FetchesMedia;
import io.omnihub.channel.Recent;
import io.omnihub.channel.feishu.FeishuProperties.Account;
import io.omnihub.channel.http.BlobFile;
import io.omnihub.channel.http.Multipart;
import io.omnihub.message.ChannelId;
import io.omnihub.message.InboxId;
import io.omnihub.message.Media;
import io.omnihub.message.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.util.unit.DataSize;

/// Brings files from the platform into the blob store, and gives it ours before a message names them.
final class FeishuMedia implements FetchesMedia {

    /// A file of a message: the message's id, how it is fetched, its key.
    private static final Pattern RESOURCE = Pattern.compile("([^/]+)/(image|file|sticker)/(.+)");

    private static final long LARGEST = DataSize.ofMegabytes(30).toBytes();
    private static final Duration KEPT = Duration.ofDays(7);

    private final ChannelId channel;
    private final ChannelInboxes<Account> inboxes;
    private final FeishuApi api;
    private final Blobs blobs;
    private final Recent<String> keys;

    FeishuMedia(ChannelId channel, ChannelInboxes<Account> inboxes, FeishuApi api, Blobs blobs, Clock clock) {
        this.channel = channel;
        this.inboxes = inboxes;
        this.api = api;
        this.blobs = blobs;
        this.keys = new Recent<>(KEPT, clock);
    }

    @Override
    public boolean fetches(ChannelId of) {
        return of.equals(channel);
    }

    @Override
    public Media fetch(TenantId tenant, InboxId inbox, Media media) {
        Matcher resource = RESOURCE.matcher(media.externalId());
        if (!resource.matches()) {
            throw new ChannelRejectedException("no-media-id", "Feishu gave no key by which the file can be fetched");
        }
        if (resource.group(2).equals("sticker")) {
            throw new ChannelRejectedException("sticker", "Feishu does not give stickers away");
        }
        ChannelInbox<Account> account = inboxes.get(inbox.value());
        long largest = account.account().largestMedia().toBytes();
        String path = "/open-apis/im/v1/messages/" + FeishuApi.encoded(resource.group(1)) + "/resources/"
                + FeishuApi.encoded(resource.group(3)) + "?type=" + resource.group(2);
        return ChannelUnavailableException.preparing(
                () -> api.download(account, path, largest, body -> body.keep(blobs, media, largest)));
    }

    /// The platform's key of a file of ours.
    String key(ChannelInbox<Account> inbox, FeishuReply.Upload upload) {
        return keys.get(place(inbox, upload), () -> ChannelUnavailableException.preparing(() -> upload(inbox, upload)));
    }

    /// The platform no longer has it.
    void forget(ChannelInbox<Account> inbox, FeishuReply.File file) {
        keys.forget(place(inbox, file.file()));
        keys.forget(place(inbox, file.cover()));
    }

    private String upload(ChannelInbox<Account> inbox, FeishuReply.Upload upload) {
        boolean image = upload.type().equals("image");
        BlobFile file = BlobFile.of(blobs, upload.blob(), LARGEST);
        // As the sender gave it, or one of ours.
        String given = upload.fileName().replaceAll("[\"\\p{Cntrl}]", "_");
        String name = given.isBlank() ? file.name() : given;
        Multipart form = new Multipart();
        if (image) {
            form.field("image_type", "message").file("image", name, file);
        } else {
            form.field("file_type", upload.type()).field("file_name", name);
            if (upload.milliseconds() > 0) {
                form.field("duration", Long.toString(upload.milliseconds()));
            }
            form.file("file", name, file);
        }
        var answer = api.send(inbox, image ? "/open-apis/im/v1/images" : "/open-apis/im/v1/files", form::on);
        String key = FeishuPush.text(answer.path("data"), image ? "image_key" : "file_key");
        if (key.isEmpty()) {
            throw new ChannelUnavailableException("Feishu took a file and gave no key for it");
        }
        return key;
    }

    private static String place(ChannelInbox<Account> inbox, FeishuReply.Upload upload) {
        return inbox.tenant() + " " + inbox.id() + " " + upload.type() + " " + upload.blob() + " " + upload.fileName();
    }
}
