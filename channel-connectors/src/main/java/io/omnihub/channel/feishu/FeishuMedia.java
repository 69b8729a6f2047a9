package io.omnihub.channel.feishu;

import io.omnihub.channel.Blobs;
import io.omnihub.channel.ChannelInbox;
import io.omnihub.channel.ChannelInboxes;
import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.channel.ContentTypes;
import io.omnihub.channel.FetchesMedia;
import io.omnihub.channel.InfectedFileException;
import io.omnihub.channel.Recent;
import io.omnihub.channel.feishu.FeishuProperties.Account;
import io.omnihub.message.ChannelId;
import io.omnihub.message.InboxId;
import io.omnihub.message.Media;
import io.omnihub.message.TenantId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.util.unit.DataSize;

/// Brings files from the platform into the blob store, and gives it ours before a message names them.
final class FeishuMedia implements FetchesMedia {

    /// A file of a message: the message's id, how it is fetched, its key.
    private static final Pattern RESOURCE = Pattern.compile("([^/]+)/(image|file|sticker)/(.+)");

    private static final int LARGEST = Math.toIntExact(DataSize.ofMegabytes(30).toBytes());
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
    public ChannelId channel() {
        return channel;
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
        byte[] bytes = FeishuApi.preparing(() -> api.download(account, path, largest));
        try {
            Media stored = blobs.store(new ByteArrayInputStream(bytes), ContentTypes.of(bytes), "", largest);
            return new Media(
                    stored.blob(), stored.contentType(), stored.size(), media.fileName(), media.externalId(), "");
        } catch (InfectedFileException e) {
            throw new ChannelRejectedException("infected", Objects.toString(e.getMessage(), ""));
        } catch (IOException e) {
            throw new ChannelUnavailableException("the blob store can't be written", false, e);
        }
    }

    /// The platform's key of a file of ours.
    String key(ChannelInbox<Account> inbox, FeishuReply.Upload upload) {
        return keys.get(place(inbox, upload)).orElseGet(() -> FeishuApi.preparing(() -> upload(inbox, upload)));
    }

    /// The platform no longer has it.
    void forget(ChannelInbox<Account> inbox, FeishuReply.File file) {
        keys.forget(place(inbox, file.file()));
        keys.forget(place(inbox, file.cover()));
    }

    private String upload(ChannelInbox<Account> inbox, FeishuReply.Upload upload) {
        boolean image = upload.type().equals("image");
        byte[] bytes = bytes(upload);
        Form form = new Form();
        if (image) {
            form.text("image_type", "message").file("image", name(upload, bytes), bytes);
        } else {
            form.text("file_type", upload.type()).text("file_name", name(upload, bytes));
            if (upload.milliseconds() > 0) {
                form.text("duration", Long.toString(upload.milliseconds()));
            }
            form.file("file", name(upload, bytes), bytes);
        }
        var answer = api.send(
                inbox,
                "POST",
                image ? "/open-apis/im/v1/images" : "/open-apis/im/v1/files",
                form.contentType(),
                BodyPublishers.ofByteArray(form.end()));
        String key = FeishuPush.text(answer.path("data"), image ? "image_key" : "file_key");
        if (key.isEmpty()) {
            throw new ChannelUnavailableException("Feishu took a file and gave no key for it");
        }
        keys.put(place(inbox, upload), key);
        return key;
    }

    private byte[] bytes(FeishuReply.Upload upload) {
        try (InputStream stream = blobs.open(upload.blob())) {
            byte[] bytes = stream.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new ChannelRejectedException("234006", "the file is larger than the 30 MB that Feishu takes");
            }
            return bytes;
        } catch (NoSuchFileException _) {
            throw new ChannelRejectedException("no-file", "the hub no longer has the file");
        } catch (IOException e) {
            throw new ChannelUnavailableException("the blob store can't be read", false, e);
        }
    }

    /// As the sender gave it; one without a name gets one whose ending follows from its bytes.
    private static String name(FeishuReply.Upload upload, byte[] bytes) {
        String name = upload.fileName().replaceAll("[\"\\p{Cntrl}]", "_");
        return name.isBlank() ? "file." + ContentTypes.ending(ContentTypes.of(bytes)) : name;
    }

    private static String place(ChannelInbox<Account> inbox, FeishuReply.Upload upload) {
        return inbox.tenant() + " " + inbox.id() + " " + upload.type() + " " + upload.blob() + " " + upload.fileName();
    }

    /// An upload's body.
    private static final class Form {

        private final String boundary = "omnihub-" + UUID.randomUUID();
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();

        Form text(String name, String value) {
            head("name=\"" + name + "\"", "");
            write(value);
            return this;
        }

        void file(String name, String fileName, byte[] bytes) {
            head(
                    "name=\"" + name + "\"; filename=\"" + fileName + "\"",
                    "Content-Type: " + ContentTypes.of(bytes) + "\r\n");
            body.writeBytes(bytes);
        }

        private void head(String disposition, String more) {
            write((body.size() == 0 ? "--" : "\r\n--") + boundary + "\r\nContent-Disposition: form-data; " + disposition
                    + "\r\n" + more + "\r\n");
        }

        String contentType() {
            return "multipart/form-data; boundary=" + boundary;
        }

        byte[] end() {
            write("\r\n--" + boundary + "--\r\n");
            return body.toByteArray();
        }

        private void write(String text) {
            body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
