package io.omnihub.simulator.wechat;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/// The one file of an upload.
@SuppressWarnings("ArrayRecordComponent")
record Multipart(String contentType, byte[] bytes) {

    private static final Map<String, Integer> LARGEST = Map.of(
            "image", 10 << 20,
            "voice", 2 << 20,
            "video", 10 << 20,
            "thumb", 64 << 10);

    /// @throws BreachException where it is not one part named `media` with a file name
    static Multipart read(ApiCall call) {
        call.requireMethod("POST");
        String type = call.header("Content-Type");
        if (!type.startsWith("multipart/form-data") || !type.contains("boundary=")) {
            throw new BreachException("an upload must be multipart/form-data");
        }
        String boundary = "--" + type.substring(type.indexOf("boundary=") + "boundary=".length());
        String text = new String(call.body(), StandardCharsets.ISO_8859_1);
        int head = text.indexOf("\r\n\r\n");
        int end = text.lastIndexOf("\r\n" + boundary + "--");
        if (!text.startsWith(boundary + "\r\n") || head < 0 || end < head) {
            throw new BreachException("the parts of the upload are not well-formed");
        }
        String headers = text.substring(0, head);
        if (!headers.contains("name=\"media\"") || !headers.contains("filename=\"")) {
            throw new BreachException("the part must be named media and have a file name");
        }
        String contentType = headers.replaceAll("(?s).*Content-Type: ([^\r\n]+).*", "$1");
        return new Multipart(contentType, text.substring(head + 4, end).getBytes(StandardCharsets.ISO_8859_1));
    }

    /// 0, or the code by which the platform refuses the file.
    int check(String type) {
        Integer largest = LARGEST.get(type);
        if (largest == null) {
            return 40004;
        }
        if (bytes.length == 0 || bytes.length > largest) {
            return 40006;
        }
        boolean right = switch (type) {
            case "image", "thumb" -> contentType.startsWith("image/");
            case "voice" -> contentType.equals("audio/amr") || contentType.equals("audio/mpeg");
            default -> contentType.equals("video/mp4");
        };
        return right ? 0 : 40005;
    }
}
