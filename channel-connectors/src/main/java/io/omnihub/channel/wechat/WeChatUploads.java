package io.omnihub.channel.wechat;

import io.omnihub.channel.Blobs;
import io.omnihub.channel.ChannelInbox;
import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.channel.ContentTypes;
import io.omnihub.channel.Recent;
import io.omnihub.channel.wechat.WeChatProperties.Account;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.springframework.util.unit.DataSize;

/// Gives the platform our files before a message names them, and remembers under which id it keeps them.
final class WeChatUploads {

    /// The platform keeps files for three days.
    private static final Duration KEPT = Duration.ofHours(60);

    private static final int LARGEST = Math.toIntExact(DataSize.ofMegabytes(10).toBytes());

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
                : ids.get(key(inbox, upload)).orElseGet(() -> WeChatApi.preparing(() -> upload(inbox, upload)));
    }

    /// The platform no longer has it.
    void forget(ChannelInbox<Account> inbox, WeChatReply.Upload upload) {
        ids.forget(key(inbox, upload));
    }

    private String upload(ChannelInbox<Account> inbox, WeChatReply.Upload upload) {
        byte[] bytes = bytes(upload);
        String boundary = "omnihub-" + UUID.randomUUID();
        var answer = api.post(
                inbox,
                "/cgi-bin/media/upload?type=" + upload.type(),
                "multipart/form-data;boundary=" + boundary,
                BodyPublishers.ofByteArray(multipart(boundary, bytes)));
        // A thumbnail's id has a name of its own.
        String id =
                answer.path("media_id").asString(answer.path("thumb_media_id").asString());
        if (id.isEmpty()) {
            throw new ChannelUnavailableException("WeChat took a file and gave no id for it");
        }
        ids.put(key(inbox, upload), id);
        return id;
    }

    private byte[] bytes(WeChatReply.Upload upload) {
        try (InputStream stream = blobs.open(upload.blob())) {
            byte[] bytes = stream.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new ChannelRejectedException("40006", "the file is larger than the 10 MB that WeChat takes");
            }
            return bytes;
        } catch (NoSuchFileException _) {
            throw new ChannelRejectedException("no-file", "the hub no longer has the file");
        } catch (IOException e) {
            throw new ChannelUnavailableException("the blob store can't be read", false, e);
        }
    }

    /// The file gets a name of ours, whose ending follows from its bytes.
    private static byte[] multipart(String boundary, byte[] bytes) {
        String type = ContentTypes.of(bytes);
        String head = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"media\"; filename=\"media."
                + ContentTypes.ending(type) + "\"\r\nContent-Type: " + type + "\r\n\r\n";
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        body.writeBytes(bytes);
        body.writeBytes(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return body.toByteArray();
    }

    private static String key(ChannelInbox<Account> inbox, WeChatReply.Upload upload) {
        return inbox.id() + " " + upload.type() + " " + upload.blob();
    }
}
