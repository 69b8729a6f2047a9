package io.omnihub.channel.http;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// A form with files, which are never whole in memory.
public final class Multipart {

    private final String boundary = "omnihub-" + UUID.randomUUID();
    private final List<BodyPublisher> parts = new ArrayList<>();

    public Multipart field(String name, String value) {
        parts.add(BodyPublishers.ofString(head(name) + "\r\n\r\n" + value + "\r\n"));
        return this;
    }

    /// @param fileName what the platform and the contact may see as its name
    public Multipart file(String name, String fileName, BlobFile file) {
        parts.add(BodyPublishers.ofString(head(name) + "; filename=\"" + quoted(fileName) + "\"\r\nContent-Type: "
                + file.contentType() + "\r\n\r\n"));
        parts.add(file.publisher());
        parts.add(BodyPublishers.ofString("\r\n"));
        return this;
    }

    /// Posts it.
    public HttpRequest.Builder on(HttpRequest.Builder request) {
        List<BodyPublisher> all = new ArrayList<>(parts);
        all.add(BodyPublishers.ofString("--" + boundary + "--\r\n"));
        return request.header("Content-Type", "multipart/form-data;boundary=" + boundary)
                .POST(BodyPublishers.concat(all.toArray(BodyPublisher[]::new)));
    }

    private String head(String name) {
        return "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"";
    }

    /// As browsers do.
    private static String quoted(String fileName) {
        return fileName.replace("\"", "%22").replaceAll("[\\r\\n]", " ");
    }
}
