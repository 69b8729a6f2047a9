package io.omnihub.channel.wechat;

import io.omnihub.channel.Blobs;
import io.omnihub.channel.ChannelInbox;
import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.channel.Recent;
import io.omnihub.channel.http.BlobFile;
import io.omnihub.channel.http.Multipart;
import io.omnihub.channel.wechat.WeChatProperties.Account;
import java.time.Clock;
import java.time.Duration;
import org.springframework.util.unit.DataSize;

/// Gives the platform our files before a message names them, and remembers under which id it keeps them.
final class WeChatUploads {

    /// The platform keeps files for three days.
    private static final Duration KEPT = Duration.ofHours(60);

    private static final String ID = "media_id";

    /// A thumbnail's id has a name of its own.
    private static final String THUMB = "thumb_media_id";

    private static final long LARGEST = DataSize.ofMegabytes(10).toBytes();

    private final WeChatApi api;
    private final Blobs blobs;
    private final Recent<String> ids;

    WeChatUploads(WeChatApi api, Blobs blobs, Clock clock) {
        this.api = api;
        this.blobs = blobs;
        this.ids = new Recent<>(KEPT, clock);
    }

    /// The platform's id of a file, empty for none.
    String id(ChannelInbox<Account> inbox, WeChatReply.Upload upload) {
        return upload.blob().isEmpty()
                ? ""
                : ids.get(key(inbox, upload), () -> ChannelUnavailableException.preparing(() -> upload(inbox, upload)));
    }

    /// The platform no longer has it.
    void forget(ChannelInbox<Account> inbox, WeChatReply.Upload upload) {
        ids.forget(key(inbox, upload));
    }

    private String upload(ChannelInbox<Account> inbox, WeChatReply.Upload upload) {
        BlobFile file = BlobFile.of(blobs, upload.blob(), LARGEST);
        var answer = api.post(
                inbox,
                "/cgi-bin/media/upload?type=" + upload.type(),
                request -> new Multipart().file("media", file.name(), file).on(request),
                ID,
                THUMB);
        return answer.path(ID).asString(answer.path(THUMB).asString(""));
    }

    private static String key(ChannelInbox<Account> inbox, WeChatReply.Upload upload) {
        return inbox.id() + " " + upload.type() + " " + upload.blob();
    }
}
