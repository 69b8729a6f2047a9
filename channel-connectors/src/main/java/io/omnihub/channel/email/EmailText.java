package io.omnihub.channel.email;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mozilla.universalchardet.UniversalDetector;

/// Makes text of what mails hold, whatever they say that it is: names of charsets that mean another one, none at all,
/// headers that were never encoded, encoded words that were cut within a character.
///
/// @param fallback what text is that does not say it
record EmailText(Charset fallback) {

    static final Charset GB18030 = Charset.forName("GB18030");
    private static final Charset BIG5 = Charset.forName("Big5-HKSCS");

    /// Fewer bytes beyond ASCII don't tell one charset from another.
    private static final int TELLING = 24;

    /// In bytes, in any charset.
    private static final int LONGEST_CHARACTER = 4;

    private static final Pattern WORD =
            Pattern.compile("=\\?([^?\\s*]{1,40})(?:\\*[^?\\s]{0,20})?\\?([bBqQ])\\?([^?]{0,2000})\\?=");

    private static final Map<String, Charset> NAMES = Map.ofEntries(
            Map.entry("gb2312", GB18030),
            Map.entry("gb_2312-80", GB18030),
            Map.entry("gb2312-80", GB18030),
            Map.entry("gbk", GB18030),
            Map.entry("x-gbk", GB18030),
            Map.entry("cp936", GB18030),
            Map.entry("ms936", GB18030),
            Map.entry("windows-936", GB18030),
            Map.entry("hz-gb-2312", GB18030),
            Map.entry("big5", BIG5),
            Map.entry("x-big5", BIG5),
            Map.entry("cp950", BIG5),
            Map.entry("utf8", StandardCharsets.UTF_8),
            Map.entry("utf-8mb4", StandardCharsets.UTF_8),
            Map.entry("unicode-1-1-utf-8", StandardCharsets.UTF_8),
            Map.entry("iso-8859-1", Charset.forName("windows-1252")),
            Map.entry("latin1", Charset.forName("windows-1252")));

    /// The charset that a name means; nothing where it means none, or no more than ASCII.
    static Optional<Charset> named(String name) {
        String plain = name.strip().toLowerCase(Locale.ROOT).replace("\"", "");
        if (plain.isEmpty() || plain.contains("ascii")) {
            return Optional.empty();
        }
        Charset known = NAMES.get(plain);
        if (known != null) {
            return Optional.of(known);
        }
        try {
            return Optional.of(Charset.forName(plain));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException _) {
            return Optional.empty();
        }
    }

    /// The text of some bytes.
    ///
    /// @param declared what they say they are; empty where they don't
    String text(byte[] bytes, String declared) {
        if (isAscii(bytes) && !declared.toLowerCase(Locale.ROOT).startsWith("iso-2022")) {
            return new String(bytes, named(declared).filter(EmailText::isWide).orElse(StandardCharsets.US_ASCII));
        }
        Optional<Charset> named = named(declared);
        if (named.isPresent()) {
            Charset charset = likelier(bytes, named.get());
            Optional<String> right = strict(bytes, charset);
            if (right.isPresent()) {
                return right.get();
            }
        }
        return strict(bytes, StandardCharsets.UTF_8)
                .or(() -> detected(bytes).flatMap(charset -> strict(bytes, charset)))
                .or(() -> strict(bytes, fallback))
                .orElseGet(() -> new String(bytes, named.orElse(fallback)));
    }

    /// The text of the beginning of some bytes, which may end within a character.
    String begun(byte[] bytes, String declared) {
        Charset charset = named(declared).orElse(StandardCharsets.UTF_8);
        for (int less = 0; less < LONGEST_CHARACTER && less < bytes.length; less++) {
            Optional<String> right = strict(Arrays.copyOf(bytes, bytes.length - less), charset);
            if (right.isPresent()) {
                return right.get();
            }
        }
        return text(bytes, declared);
    }

    /// GB and Big5 are taken for one another, and most of each can be read as the other.
    private static Charset likelier(byte[] bytes, Charset named) {
        if (!named.equals(GB18030) && !named.equals(BIG5)) {
            return named;
        }
        return detected(bytes)
                .filter(found -> found.equals(GB18030)
                        || found.equals(BIG5)
                        || (found.equals(StandardCharsets.UTF_8)
                                && strict(bytes, found).isPresent()))
                .orElse(named);
    }

    private static Optional<Charset> detected(byte[] bytes) {
        int telling = 0;
        for (byte each : bytes) {
            telling += each < 0 ? 1 : 0;
        }
        if (telling < TELLING) {
            return Optional.empty();
        }
        UniversalDetector detector = new UniversalDetector();
        detector.handleData(bytes, 0, Math.min(bytes.length, 64 << 10));
        detector.dataEnd();
        String found = detector.getDetectedCharset();
        return found == null ? Optional.empty() : named(found);
    }

    private static boolean isWide(Charset charset) {
        return charset.name().startsWith("UTF-16") || charset.name().startsWith("UTF-32");
    }

    private static boolean isAscii(byte[] bytes) {
        for (byte each : bytes) {
            if (each < 0) {
                return false;
            }
        }
        return true;
    }

    private static Optional<String> strict(byte[] bytes, Charset charset) {
        try {
            return Optional.of(charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }

    /// The text of a header.
    ///
    /// @param raw its bytes, one in each character
    String header(String raw) {
        String unfolded = raw.replaceAll("\\r?\\n(?=[ \\t])", "").replaceAll("[\\r\\n\\t]", " ");
        StringBuilder text = new StringBuilder();
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        String charset = "";
        int end = 0;
        Matcher word = WORD.matcher(unfolded);
        while (word.find()) {
            String between = unfolded.substring(end, word.start());
            boolean adjacent = end > 0 && between.isBlank();
            if (!adjacent || !word.group(1).equalsIgnoreCase(charset)) {
                text.append(text(joined.toByteArray(), charset));
                joined.reset();
                if (!adjacent) {
                    text.append(bare(between));
                }
            }
            charset = word.group(1);
            joined.writeBytes(word.group(2).equalsIgnoreCase("b") ? base64(word.group(3)) : quoted(word.group(3)));
            end = word.end();
        }
        text.append(text(joined.toByteArray(), charset)).append(bare(unfolded.substring(end)));
        return clean(text.toString());
    }

    private String bare(String raw) {
        return text(raw.getBytes(StandardCharsets.ISO_8859_1), "");
    }

    private static byte[] base64(String word) {
        String clean = word.replaceAll("[^A-Za-z0-9+/]", "");
        int left = clean.length() % 4;
        return Base64.getDecoder().decode(left == 1 ? clean.substring(0, clean.length() - 1) : clean);
    }

    private static byte[] quoted(String word) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            int value = c == '=' && i + 2 < word.length() ? hex(word.charAt(i + 1)) * 16 + hex(word.charAt(i + 2)) : -1;
            if (value >= 0) {
                bytes.write(value);
                i += 2;
            } else {
                bytes.write(c == '_' ? ' ' : c);
            }
        }
        return bytes.toByteArray();
    }

    /// Far below zero where it is no digit.
    static int hex(char c) {
        int digit = Character.digit(c, 16);
        return digit < 0 ? -1000 : digit;
    }

    /// Without what no text should hold.
    static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .filter(c -> c == '\n' || c == '\t' || !Character.isISOControl(c))
                .filter(c -> !(c >= 0xD800 && c <= 0xDFFF) && c != 0xFEFF)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }

    /// Its beginning, in so many characters at most.
    static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end);
    }
}
