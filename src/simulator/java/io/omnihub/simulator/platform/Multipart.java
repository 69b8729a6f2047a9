package io.omnihub.simulator.platform;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The parts of an upload by their names.
public record Multipart(Map<String, Part> parts) {

    private static final Pattern BOUNDARY = Pattern.compile("multipart/form-data; ?boundary=\"?([^\";]+)\"?");
    private static final Pattern NAME = Pattern.compile("(?i)content-disposition: form-data; name=\"([^\"]*)\"");
    private static final Pattern FILE_NAME = Pattern.compile("; filename=\"([^\"]*)\"");
    private static final Pattern TYPE = Pattern.compile("(?i)content-type: ([^\r\n]+)");

    /// @throws BreachException where it is no well-formed upload
    public static Multipart read(ApiCall call) {
        call.requireMethod("POST");
        Matcher type = BOUNDARY.matcher(call.header("Content-Type"));
        if (!type.matches()) {
            throw new BreachException("an upload must be multipart/form-data with a boundary");
        }
        String end = "\r\n--" + type.group(1);
        String text = "\r\n" + new String(call.body(), StandardCharsets.ISO_8859_1);
        Map<String, Part> parts = new LinkedHashMap<>();
        int at = end.length();
        while (text.startsWith("\r\n", at)) {
            int close = text.indexOf(end, at);
            int head = text.indexOf("\r\n\r\n", at);
            if (close < 0 || head < 0 || head > close || !text.startsWith(end)) {
                throw new BreachException("the parts of the upload are not well-formed");
            }
            String headers = text.substring(at, head);
            byte[] bytes = text.substring(head + 4, close).getBytes(StandardCharsets.ISO_8859_1);
            if (parts.put(first(NAME, headers), new Part(first(FILE_NAME, headers), first(TYPE, headers), bytes))
                    != null) {
                throw new BreachException("two parts of the upload have one name");
            }
            at = close + end.length();
        }
        if (parts.isEmpty() || !text.startsWith("--", at)) {
            throw new BreachException("the parts of the upload are not well-formed");
        }
        return new Multipart(parts);
    }

    /// The file in a part.
    ///
    /// @throws BreachException where there is none
    public Part file(String name) {
        Part part = parts.get(name);
        if (part == null || part.fileName().isEmpty()) {
            throw new BreachException("a part must be named " + name + " and have a file name");
        }
        return part;
    }

    /// The text in a part, empty where it is missing.
    public String text(String name) {
        Part part = parts.get(name);
        return part == null ? "" : new String(part.bytes(), StandardCharsets.UTF_8);
    }

    private static String first(Pattern pattern, String headers) {
        Matcher matcher = pattern.matcher(headers);
        return matcher.find() ? matcher.group(1) : "";
    }

    /// One part.
    ///
    /// @param fileName empty where it is no file; one that is not ASCII is in UTF-8, read as ISO 8859-1
    @SuppressWarnings("ArrayRecordComponent")
    public record Part(String fileName, String contentType, byte[] bytes) {}
}
