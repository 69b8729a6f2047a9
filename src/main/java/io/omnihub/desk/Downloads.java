package io.omnihub.desk;

import io.omnihub.channel.ContentTypes;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;

/// Writes bytes of strangers so that a browser shows pictures and runs nothing.
final class Downloads {

    private static final int SNIFFED = 16;

    private Downloads() {}

    /// @param fileName as its sender gave it; empty where there is none
    static void write(HttpServletResponse response, InputStream bytes, String fileName) throws IOException {
        BufferedInputStream body = new BufferedInputStream(bytes);
        body.mark(SNIFFED);
        String type = ContentTypes.of(body.readNBytes(SNIFFED));
        body.reset();
        String name = fileName.isEmpty() ? "media." + ContentTypes.ending(type) : fileName;
        ContentDisposition disposition = (type.startsWith("image/")
                        ? ContentDisposition.inline()
                        : ContentDisposition.attachment())
                .filename(name, StandardCharsets.UTF_8)
                .build();
        prepare(response, type, disposition);
        body.transferTo(response.getOutputStream());
    }

    /// Bytes that are never shown.
    static void writeRaw(HttpServletResponse response, byte[] bytes, String fileName) throws IOException {
        prepare(
                response,
                ContentTypes.UNKNOWN,
                ContentDisposition.attachment().filename(fileName).build());
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }

    private static void prepare(HttpServletResponse response, String type, ContentDisposition disposition) {
        response.setContentType(type);
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, disposition.toString());
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Content-Security-Policy", "default-src 'none'; sandbox");
    }
}
