package io.omnihub.conformance;

import io.omnihub.mapping.Samples;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/// A call that a platform once made, from which others are made by other words in it, whatever its format.
final class Sample {

    /// What may be an id, or a part of one.
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_@.-]+");

    private static final Pattern DIGITS = Pattern.compile("[0-9]+(?=[^0-9]*$)");

    private final String name;
    private final Map<String, String> headers;
    private final Charset charset;
    private final String text;

    private Sample(String name, Map<String, String> headers, Charset charset, String text) {
        this.name = name;
        this.headers = Map.copyOf(headers);
        this.charset = charset;
        this.text = text;
    }

    /// @param name    of its file
    /// @param headers with which it came
    static Sample of(String name, Map<String, String> headers, byte[] bytes) {
        Charset charset = Samples.charset(bytes);
        // What has been written by it can hold all of Unicode where its larger one reads it.
        Charset written = charset.name().equals("GBK") ? Charset.forName("GB18030") : charset;
        return new Sample(name, headers, written, new String(bytes, charset));
    }

    String name() {
        return name;
    }

    Map<String, String> headers() {
        return headers;
    }

    byte[] bytes() {
        return text.getBytes(charset);
    }

    /// All words in it, each once.
    Set<String> words() {
        Set<String> words = new LinkedHashSet<>();
        Matcher word = WORD.matcher(text);
        while (word.find()) {
            words.add(word.group());
        }
        return words;
    }

    /// The same with other words, wherever they stand.
    Sample with(Map<String, String> words) {
        return new Sample(
                name,
                headers,
                charset,
                WORD.matcher(text)
                        .replaceAll(word -> Matcher.quoteReplacement(words.getOrDefault(word.group(), word.group()))));
    }

    /// The same with all addresses in it leading to another place.
    Sample withAddresses(String other) {
        return new Sample(name, headers, charset, LocalPlatform.here(text, other));
    }

    /// The same with another text where one stands, written as the format writes it.
    ///
    /// @return nothing where it does not stand there in any form that is known
    List<Sample> saying(String now, String instead) {
        for (UnaryOperator<String> form : forms()) {
            int at = text.indexOf(form.apply(now));
            if (at >= 0) {
                String other = text.replace(form.apply(now), form.apply(instead));
                return List.of(new Sample(name, headers, charset, other));
            }
        }
        return List.of();
    }

    /// How a text may be written, the likeliest first.
    private List<UnaryOperator<String>> forms() {
        String start = text.strip();
        if (start.startsWith("{") || start.startsWith("[")) {
            return List.of(
                    JsonMapper.shared()::writeValueAsString,
                    plain -> ascii(JsonMapper.shared().writeValueAsString(plain)));
        }
        if (start.startsWith("<")) {
            List<UnaryOperator<String>> forms = new ArrayList<>();
            if (start.contains("<![CDATA[")) {
                forms.add(plain -> "<![CDATA[" + plain.replace("]]>", "]]]]><![CDATA[>") + "]]>");
            }
            forms.add(Sample::xml);
            return forms;
        }
        return List.of(plain -> "=" + URLEncoder.encode(plain, charset), UnaryOperator.identity());
    }

    private static String ascii(String json) {
        StringBuilder ascii = new StringBuilder();
        json.chars().forEach(c -> ascii.append(c < 128 ? String.valueOf((char) c) : "\\u%04x".formatted(c)));
        return ascii.toString();
    }

    private static String xml(String plain) {
        return ">" + plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") + "<";
    }

    /// A word of the same form with another number at its end.
    static String numbered(String word, String number) {
        Matcher digits = DIGITS.matcher(word);
        return digits.find()
                ? word.substring(0, digits.start()) + number + word.substring(digits.end())
                : word + number;
    }

    /// A word of the same form and length that is another one, where that can be.
    static String varied(String word) {
        char last = word.charAt(word.length() - 1);
        return Character.isDigit(last) && last < 128
                ? word.substring(0, word.length() - 1) + (char) ('0' + (last - '0' + 1) % 10)
                : word + "1";
    }

    /// The first half of it.
    byte[] cut() {
        byte[] bytes = bytes();
        return Arrays.copyOf(bytes, bytes.length / 2);
    }

    String contentType() {
        String given = headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase("Content-Type"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
        String start = text.strip();
        if (!given.isEmpty()) {
            return given;
        }
        if (start.startsWith("{") || start.startsWith("[")) {
            return "application/json";
        }
        if (start.startsWith("<")) {
            return "application/xml";
        }
        return start.matches("(?s)[^\\s=&]+=[^\\s]*") ? "application/x-www-form-urlencoded" : "text/plain";
    }
}
