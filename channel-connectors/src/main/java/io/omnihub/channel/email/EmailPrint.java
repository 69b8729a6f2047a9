package io.omnihub.channel.email;

import io.omnihub.channel.poll.Fetched;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/// Tells a mail from all others by what stays the same whichever way it takes: who wrote it, when, and its body.
final class EmailPrint {

    private static final int BYTES = 16;

    private EmailPrint() {}

    static String of(Fetched fetched, EmailHeaders headers, EmailAddress from) throws IOException {
        MessageDigest digest = sha256();
        for (String each :
                new String[] {headers.raw("message-id"), from.address(), headers.raw("date"), headers.raw("subject")}) {
            digest.update(each.replaceAll("\\s", "").getBytes(StandardCharsets.ISO_8859_1));
            digest.update((byte) 0);
        }
        try (InputStream bytes = new BufferedInputStream(fetched.bytes().open(), 64 << 10)) {
            skipHeaders(bytes);
            byte[] chunk = new byte[64 << 10];
            for (int read = bytes.read(chunk); read >= 0; read = bytes.read(chunk)) {
                digest.update(chunk, 0, read);
            }
        }
        return encoded(digest);
    }

    /// Of a text.
    static String of(String text) {
        MessageDigest digest = sha256();
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        return encoded(digest);
    }

    private static void skipHeaders(InputStream bytes) throws IOException {
        boolean lineIsEmpty = true;
        for (int each = bytes.read(); each >= 0; each = bytes.read()) {
            if (each == '\n') {
                if (lineIsEmpty) {
                    return;
                }
                lineIsEmpty = true;
            } else if (each != '\r') {
                lineIsEmpty = false;
            }
        }
    }

    private static String encoded(MessageDigest digest) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest.digest(), BYTES));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
