package io.omnihub.channel.callback;

import io.omnihub.channel.callback.UntrustedCallbackException.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The callback crypto that WeChat, WeCom and DingTalk share: a SHA-1 signature over sorted texts, and AES-256-CBC over
/// random bytes, length, message and receiver.
///
/// Every failure is an [UntrustedCallbackException]; its reason is for counters and never told to the outside.
public final class CallbackCrypto {

    private static final int KEY_CHARACTERS = 43;
    private static final int RANDOM_BYTES = 16;
    private static final int PREFIX = RANDOM_BYTES + Integer.BYTES;

    /// Pads fill up blocks of 32 bytes, twice the cipher's own, so that no padding of the JDK fits.
    private static final int BLOCK = 32;

    private final SecretKeySpec key;
    private final IvParameterSpec iv;
    private final byte[] receiver;
    private final RandomGenerator random;

    /// @param encodingAesKey the 43 characters that the platform calls EncodingAESKey
    /// @param receiver       the id that every message to us must end with: an app id or corp id
    /// @param random         a strong source in production
    public CallbackCrypto(String encodingAesKey, String receiver, RandomGenerator random) {
        if (encodingAesKey.length() != KEY_CHARACTERS) {
            throw new IllegalArgumentException("The encoding AES key must be " + KEY_CHARACTERS + " characters long");
        }
        byte[] bytes = Base64.getDecoder().decode(encodingAesKey + "=");
        this.key = new SecretKeySpec(bytes, "AES");
        this.iv = new IvParameterSpec(bytes, 0, 16);
        this.receiver = receiver.getBytes(StandardCharsets.UTF_8);
        this.random = random;
    }

    /// The SHA-1 of the texts, sorted and joined, in small hexadecimal digits.
    public static String signature(String... parts) {
        String[] sorted = parts.clone();
        Arrays.sort(sorted);
        try {
            // The platforms fixed the algorithm; the token inside is what makes it a secret.
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            return HexFormat.of().formatHex(sha1.digest(String.join("", sorted).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-1", e);
        }
    }

    /// Compares a signature in constant time.
    public static void verify(String given, String... parts) {
        if (given.isEmpty()) {
            throw new UntrustedCallbackException(Reason.MISSING_SIGNATURE);
        }
        byte[] expected = signature(parts).getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(expected, given.getBytes(StandardCharsets.UTF_8))) {
            throw new UntrustedCallbackException(Reason.WRONG_SIGNATURE);
        }
    }

    /// The message inside an encrypted text whose signature was right.
    public byte[] decrypt(String encrypted) {
        byte[] plain = withoutPad(decipher(encrypted));
        if (plain.length < PREFIX) {
            throw new UntrustedCallbackException(Reason.UNDECRYPTABLE);
        }
        int length = ByteBuffer.wrap(plain, RANDOM_BYTES, Integer.BYTES).getInt();
        if (length < 0 || length > plain.length - PREFIX) {
            throw new UntrustedCallbackException(Reason.UNDECRYPTABLE);
        }
        int end = PREFIX + length;
        if (!MessageDigest.isEqual(receiver, Arrays.copyOfRange(plain, end, plain.length))) {
            throw new UntrustedCallbackException(Reason.FOREIGN_RECEIVER);
        }
        return Arrays.copyOfRange(plain, PREFIX, end);
    }

    /// Encrypts a message to the platform.
    public String encrypt(byte[] message) {
        int length = PREFIX + message.length + receiver.length;
        int pad = BLOCK - length % BLOCK;
        byte[] salt = new byte[RANDOM_BYTES];
        random.nextBytes(salt);
        ByteBuffer plain = ByteBuffer.allocate(length + pad);
        plain.put(salt).putInt(message.length).put(message).put(receiver);
        while (plain.hasRemaining()) {
            plain.put((byte) pad);
        }
        try {
            return Base64.getEncoder()
                    .encodeToString(cipher(Cipher.ENCRYPT_MODE).doFinal(plain.array()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Whole blocks can always be encrypted", e);
        }
    }

    private byte[] decipher(String encrypted) {
        try {
            return cipher(Cipher.DECRYPT_MODE).doFinal(Base64.getDecoder().decode(encrypted));
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            throw new UntrustedCallbackException(Reason.UNDECRYPTABLE);
        }
    }

    private Cipher cipher(int mode) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
        cipher.init(mode, key, iv);
        return cipher;
    }

    private static byte[] withoutPad(byte[] padded) {
        int pad = padded.length == 0 ? 0 : padded[padded.length - 1];
        if (pad < 1 || pad > BLOCK || pad > padded.length) {
            throw new UntrustedCallbackException(Reason.UNDECRYPTABLE);
        }
        int different = 0;
        for (int i = padded.length - pad; i < padded.length; i++) {
            different |= padded[i] ^ pad;
        }
        if (different != 0) {
            throw new UntrustedCallbackException(Reason.UNDECRYPTABLE);
        }
        return Arrays.copyOf(padded, padded.length - pad);
    }
}
