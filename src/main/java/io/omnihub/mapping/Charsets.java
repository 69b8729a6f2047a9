package io.omnihub.mapping;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mozilla.universalchardet.UniversalDetector;

/// Which characters bytes are: what a byte order mark says, else what was stated, else what they look like. Bytes that
/// are none of the charset are refused with their place, never replaced.
final class Charsets {

    private static final Charset GB18030 = Charset.forName("GB18030");
    private static final Set<String> CHINESE =
            Set.of("gb2312", "gbk", "gb_2312-80", "cp936", "ms936", "windows-936", "x-gbk");
    private static final byte[] UTF_8_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final byte[] UTF_16_MARK = {(byte) 0xFE, (byte) 0xFF};
    private static final byte[] UTF_16LE_MARK = {(byte) 0xFF, (byte) 0xFE};
    private static final Set<String> MANY_BYTES = Set.of(
            "BIG5", "EUC-JP", "EUC-KR", "EUC-TW", "GB18030", "ISO-2022-CN", "ISO-2022-JP", "ISO-2022-KR", "SHIFT_JIS");
    private static final int LOOKED_AT = 64 * 1024;

    private Charsets() {}

    /// Who says GBK or GB2312 mostly means what has come after it, which holds both.
    ///
    /// @throws IllegalArgumentException where there is none of that name
    static Charset named(String name) {
        String low = name.strip().toLowerCase(Locale.ROOT);
        if (CHINESE.contains(low)) {
            return GB18030;
        }
        try {
            return Charset.forName(low);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException _) {
            throw new IllegalArgumentException("is no charset that is known here");
        }
    }

    /// @param stated null for whatever it looks like
    /// @throws IllegalArgumentException where the bytes are none of it
    static String decode(byte[] bytes, @Nullable Charset stated) {
        Mark mark = mark(bytes);
        if (mark != null) {
            return decode(bytes, mark.length, mark.charset);
        }
        return decode(bytes, 0, stated == null ? detected(bytes) : stated);
    }

    /// What a byte order mark says, else what they look like.
    static Charset likely(byte[] bytes) {
        Mark mark = mark(bytes);
        return mark == null ? detected(bytes) : mark.charset;
    }

    /// Without regard to a byte order mark.
    ///
    /// @throws IllegalArgumentException where the bytes are none of it
    static String exact(byte[] bytes, Charset charset) {
        return decode(bytes, 0, charset);
    }

    /// Whether they begin with the byte order mark of UTF-8.
    static boolean isMarked(byte[] bytes) {
        return begins(bytes, UTF_8_MARK);
    }

    /// Whether they begin with a byte order mark of UTF-16.
    static boolean isWide(byte[] bytes) {
        return begins(bytes, UTF_16_MARK) || begins(bytes, UTF_16LE_MARK);
    }

    /// UTF-8 where it can be that, for nothing else is it by chance.
    static Charset detected(byte[] bytes) {
        if (fault(bytes, 0, StandardCharsets.UTF_8).isEmpty()) {
            return StandardCharsets.UTF_8;
        }
        UniversalDetector detector = new UniversalDetector();
        detector.handleData(bytes, 0, Math.min(bytes.length, LOOKED_AT));
        detector.dataEnd();
        String name = detector.getDetectedCharset();
        boolean sure = name != null && MANY_BYTES.contains(name.toUpperCase(Locale.ROOT));
        try {
            return name == null || (!sure && isChinese(bytes)) ? GB18030 : named(name);
        } catch (IllegalArgumentException _) {
            return GB18030;
        }
    }

    /// Whether all that is no ASCII are characters of GB2312: of few of them a detector can say nothing.
    private static boolean isChinese(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] < 0) {
                int lead = bytes[i] & 0xFF;
                int trail = i + 1 < bytes.length ? bytes[i + 1] & 0xFF : 0;
                if (lead < 0xA1 || lead > 0xF7 || trail < 0xA1) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    private static String decode(byte[] bytes, int from, Charset charset) {
        String text = new String(bytes, from, bytes.length - from, charset);
        // Stands for what can't be read, or was sent as it is: the decoder, which takes long, tells.
        if (text.indexOf('\uFFFD') >= 0) {
            fault(bytes, from, charset).ifPresent(at -> {
                throw new IllegalArgumentException(
                        "is no " + charset + " in line " + line(bytes, at) + ", at byte " + (at + 1));
            });
        }
        return text;
    }

    private static Optional<Integer> fault(byte[] bytes, int from, Charset charset) {
        CharsetDecoder decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes, from, bytes.length - from);
        CharBuffer out = CharBuffer.allocate(LOOKED_AT);
        CoderResult result;
        do {
            out.clear();
            result = decoder.decode(in, out, true);
        } while (result.isOverflow());
        return result.isError() ? Optional.of(in.position()) : Optional.empty();
    }

    private static int line(byte[] bytes, int at) {
        int line = 1;
        for (int i = 0; i < at; i++) {
            line += bytes[i] == '\n' ? 1 : 0;
        }
        return line;
    }

    private static @Nullable Mark mark(byte[] bytes) {
        if (begins(bytes, UTF_8_MARK)) {
            return new Mark(StandardCharsets.UTF_8, UTF_8_MARK.length);
        }
        if (begins(bytes, UTF_16_MARK)) {
            return new Mark(StandardCharsets.UTF_16BE, UTF_16_MARK.length);
        }
        return begins(bytes, UTF_16LE_MARK) ? new Mark(StandardCharsets.UTF_16LE, UTF_16LE_MARK.length) : null;
    }

    private static boolean begins(byte[] bytes, byte[] mark) {
        for (int i = 0; i < mark.length; i++) {
            if (i >= bytes.length || bytes[i] != mark[i]) {
                return false;
            }
        }
        return true;
    }

    private record Mark(Charset charset, int length) {}
}
