package io.omnihub.gateway;

import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What nobody should send, from one seed: boundary values, text in every encoding, documents with one thing wrong.
record Nonsense(RandomGenerator random) {

    /// Begins a line of the log where the hub does not escape it.
    static final String FORGED = "FORGED-LINE";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "0",
            "-1",
            "-0",
            "2147483648",
            "-9223372036854775808",
            "9223372036854775807",
            "9223372036854775808",
            "1e999",
            "NaN",
            "0x10",
            "٣",
            "null",
            "true",
            "undefined",
            "[]",
            "{}",
            "..",
            "../../etc/passwd",
            "%",
            "%00",
            "%zz",
            "a\u0000b",
            "\n" + FORGED + "=1",
            "\r\n" + FORGED + ": 1",
            "\u2028" + FORGED,
            "\u001b[2J",
            "\u202efdp.exe",
            "\ud800",
            "\udc00\ud800",
            "\uffff",
            "ß",
            "İ",
            "你好",
            "👩‍👩‍👧‍👦",
            "' or 1=1 --",
            "${jndi:ldap://127.0.0.1/a}",
            "{{7*7}}",
            "<script>alert(1)</script>",
            "*/*",
            "text/*",
            "application/json;charset=\u00e9",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "image/svg+xml",
            "bytes=0-",
            "bytes=5-2",
            "bytes=-0,99999999999999999999-",
            "2026-01-31T08:00:00Z",
            "+999999999-12-31T23:59:59.999999999Z",
            "-999999999-01-01T00:00:00Z",
            "Thu, 99 Foo 2026 99:99:99 GMT",
            "W/\"x\", \"",
            "=?UTF-8?Q?x?=",
            "http://[::1",
            "http://\u00e9",
            "https://shop.example.com",
            "Bearer oh_x",
            "Basic ",
            "Basic Og==",
            "Basic /w==",
            "Visitor v1.bnVsbA.AAAA",
            "Visitor v1.e30.AAAA",
            "Visitor ..",
            "x".repeat(513),
            "x".repeat(5_000),
            "q=1;".repeat(300));

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    String text() {
        if (chance(75)) {
            return one(TEXTS);
        }
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i >= 0; i--) {
            text.append((char) random.nextInt(chance(50) ? 128 : 65_536));
        }
        return text.toString();
    }

    /// A text as it may stand in a path or a query; not always escaped as it should be.
    String escaped() {
        String text = text();
        return chance(85)
                ? URLEncoder.encode(text, chance(80) ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1)
                        .replace("+", "%20")
                : text.replaceAll("[\\s\\u0000]", "");
    }

    /// A text as it may stand in a header.
    byte[] header() {
        String text = text();
        return (chance(95) ? text.replaceAll("[\\r\\n]", "") : text)
                .getBytes(chance(50) ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
    }

    Charset charset() {
        return one(List.of(
                StandardCharsets.UTF_8,
                StandardCharsets.UTF_8,
                StandardCharsets.UTF_8,
                StandardCharsets.ISO_8859_1,
                StandardCharsets.UTF_16,
                StandardCharsets.UTF_16LE));
    }

    /// A body or a frame in bytes, from a document that could be right.
    byte[] document(JsonNode right) {
        if (chance(8)) {
            return text().getBytes(charset());
        }
        JsonNode document = right;
        for (int i = random.nextInt(3); i > 0; i--) {
            document = changed(document);
        }
        byte[] bytes = document.toString().getBytes(charset());
        return chance(10) ? broken(bytes) : bytes;
    }

    /// Some bytes of it are others.
    byte[] broken(byte[] right) {
        byte[] bytes = right.clone();
        for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return bytes;
    }

    /// The same document with one thing changed.
    JsonNode changed(JsonNode document) {
        if (!document.isContainer() || document.isEmpty() || chance(20)) {
            return value();
        }
        if (document instanceof ArrayNode array) {
            ArrayNode copy = array.deepCopy();
            int at = random.nextInt(copy.size());
            switch (random.nextInt(3)) {
                case 0 -> copy.remove(at);
                case 1 -> copy.add(copy.get(at));
                default -> copy.set(at, changed(copy.get(at)));
            }
            return copy;
        }
        ObjectNode copy = document.asObject().deepCopy();
        List<String> names = List.copyOf(copy.propertyNames());
        String name = one(names);
        switch (random.nextInt(5)) {
            case 0 -> copy.remove(name);
            case 1 -> copy.set(text(), value());
            default -> copy.set(name, changed(copy.get(name)));
        }
        return copy;
    }

    private JsonNode value() {
        return switch (random.nextInt(10)) {
            case 0 -> JSON.nullNode();
            case 1 -> JSON.booleanNode(random.nextBoolean());
            case 2 -> JSON.numberNode(random.nextLong());
            case 3 -> JSON.numberNode(one(List.of(0, -1, 1, Integer.MAX_VALUE, Integer.MIN_VALUE)));
            case 4 -> JSON.numberNode(random.nextDouble() * 1e300);
            case 5 -> JSON.arrayNode().add(value());
            case 6 -> JSON.objectNode().set(text(), value());
            default -> JSON.stringNode(text());
        };
    }
}
