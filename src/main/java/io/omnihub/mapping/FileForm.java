package io.omnihub.mapping;

import io.omnihub.channel.Blobs;
import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.message.Media;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// A form with a stored file, which is read while it is sent.
///
/// @param fields its other fields
/// @param field  the one that holds the file
record FileForm(Map<String, String> fields, String field, Media media, String boundary) {

    FileForm(Map<String, String> fields, String field, Media media) {
        this(fields, field, media, "omnihub-" + UUID.randomUUID());
    }

    String contentType() {
        return "multipart/form-data;boundary=" + boundary;
    }

    /// @throws ChannelRejectedException    where the hub no longer has the file
    /// @throws ChannelUnavailableException where it can't be read now
    FormStream open(Blobs blobs) {
        StringBuilder head = new StringBuilder();
        fields.forEach((name, value) ->
                head.append(begin(name)).append("\r\n\r\n").append(value).append("\r\n"));
        String name = media.fileName().isEmpty() ? "file" : media.fileName();
        String type = media.contentType().isEmpty() ? "application/octet-stream" : media.contentType();
        head.append(begin(field))
                .append("; filename=\"")
                .append(quoted(name))
                .append("\"\r\nContent-Type: ")
                .append(type.replaceAll("[\\r\\n]", ""))
                .append("\r\n\r\n");
        try {
            byte[] before = bytes(head.toString());
            byte[] after = bytes("\r\n--" + boundary + "--\r\n");
            return new FormStream(
                    () -> new SequenceInputStream(Collections.enumeration(List.of(
                            new ByteArrayInputStream(before),
                            blobs.open(media.blob()),
                            new ByteArrayInputStream(after)))),
                    before.length + blobs.size(media.blob()) + after.length);
        } catch (NoSuchFileException _) {
            throw new ChannelRejectedException("no-file", "the hub no longer has the file");
        } catch (IOException e) {
            throw new ChannelUnavailableException("the blob store can't be read", false, e);
        }
    }

    private String begin(String name) {
        return "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + quoted(name) + "\"";
    }

    /// As browsers do.
    private static String quoted(String name) {
        return name.replace("\"", "%22").replaceAll("[\\r\\n]", " ");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
