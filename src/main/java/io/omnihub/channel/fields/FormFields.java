package io.omnihub.channel.fields;

import io.omnihub.channel.MalformedMessageException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Reads a form of the web, as bytes of `application/x-www-form-urlencoded`.
public final class FormFields {

    private static final int MOST = 1_000;
    private static final int LONGEST_NAME = 200;

    private FormFields() {}

    /// Bytes that are no characters of the charset are replaced.
    ///
    /// @param charset that of names and values
    /// @throws MalformedMessageException where it has too many fields, or one has too long a name or is cut
    public static Map<String, List<String>> read(byte[] form, Charset charset) {
        return read(form, bytes -> new String(bytes, charset));
    }

    /// @param decode makes characters of the bytes of a name or value
    /// @return the values of each name in the order of the form: of one that is there several times, several
    /// @throws MalformedMessageException where it has too many fields, or one has too long a name or is cut
    public static Map<String, List<String>> read(byte[] form, Function<byte[], String> decode) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        int count = 0;
        int begin = 0;
        int last = form.length;
        while (last > 0 && (form[last - 1] == '\n' || form[last - 1] == '\r')) {
            last--;
        }
        while (begin < last) {
            int end = find(form, '&', begin, last);
            int equals = find(form, '=', begin, end);
            if (end > begin) {
                if (++count > MOST) {
                    throw new MalformedMessageException("the form has more than " + MOST + " fields", null);
                }
                String name = decode.apply(decoded(form, begin, equals, count));
                if (name.length() > LONGEST_NAME) {
                    throw new MalformedMessageException("the name of field " + count + " is too long", null);
                }
                String value = decode.apply(decoded(form, Math.min(equals + 1, end), end, count));
                fields.computeIfAbsent(name, _ -> new ArrayList<>()).add(LegalText.of(value));
            }
            begin = end + 1;
        }
        fields.replaceAll((_, values) -> List.copyOf(values));
        return Collections.unmodifiableMap(fields);
    }

    private static int find(byte[] form, char sign, int begin, int end) {
        int at = begin;
        while (at < end && form[at] != sign) {
            at++;
        }
        return at;
    }

    private static byte[] decoded(byte[] form, int begin, int end, int count) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(end - begin);
        for (int i = begin; i < end; i++) {
            if (form[i] == '%') {
                if (i + 2 >= end || !isHex(form[i + 1]) || !isHex(form[i + 2])) {
                    throw new MalformedMessageException("in field " + count + " a percent sign begins no byte", null);
                }
                bytes.write(HexFormat.fromHexDigits(new String(form, i + 1, 2, StandardCharsets.US_ASCII)));
                i += 2;
            } else {
                bytes.write(form[i] == '+' ? ' ' : form[i]);
            }
        }
        return bytes.toByteArray();
    }

    private static boolean isHex(byte sign) {
        return sign > 0 && HexFormat.isHexDigit(sign);
    }
}
