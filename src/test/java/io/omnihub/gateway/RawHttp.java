package io.omnihub.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One request in bytes, which no client would tidy up, and its answer.
final class RawHttp {

    private static final int TIMEOUT_MILLIS = 20_000;

    private RawHttp() {}

    /// @param from the address of this machine that it comes from
    /// @return null where the connection was closed without an answer
    static @Nullable Answer send(int port, String from, byte[] request) throws IOException {
        try (java.net.Socket socket = new java.net.Socket()) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            try {
                socket.getOutputStream().write(request);
                socket.shutdownOutput();
                socket.getInputStream().transferTo(answer);
            } catch (java.net.SocketException _) {
                // It was refused before all of it was read; what was answered until then counts.
                return Answer.of(answer.toByteArray());
            }
            return Answer.of(answer.toByteArray());
        }
    }

    /// An answer, of which the body is as it was before it was cut into chunks: a character for each byte.
    record Answer(int status, String type, String body, String head) {

        byte[] bytes() {
            return body.getBytes(StandardCharsets.ISO_8859_1);
        }

        static @Nullable Answer of(byte[] bytes) {
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            int end = text.indexOf("\r\n\r\n");
            if (end < 0) {
                return null;
            }
            List<String> lines = text.substring(0, end).lines().toList();
            int status = Integer.parseInt(lines.getFirst().substring(9, 12));
            String body = text.substring(end + 4);
            boolean chunked = lines.stream().anyMatch("Transfer-Encoding: chunked"::equalsIgnoreCase);
            return new Answer(
                    status,
                    lines.stream()
                            .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-type:"))
                            .map(line -> line.substring(13).strip())
                            .findFirst()
                            .orElse(""),
                    chunked ? joined(body) : body,
                    text.substring(0, end));
        }

        private static String joined(String chunks) {
            StringBuilder body = new StringBuilder();
            int at = 0;
            while (true) {
                int line = chunks.indexOf("\r\n", at);
                int size = line < 0
                        ? 0
                        : Integer.parseInt(chunks.substring(at, line).strip(), 16);
                if (size == 0 || line + 2 + size > chunks.length()) {
                    return body.toString();
                }
                body.append(chunks, line + 2, line + 2 + size);
                at = line + 4 + size;
            }
        }
    }
}
