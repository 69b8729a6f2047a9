package io.omnihub.simulator.feishu;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The platform's side of the crypto, written apart from the hub's so that no mistake is shared.
final class FeishuCrypto {

    private static final int BLOCK = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private FeishuCrypto() {}

    static String encrypt(String encryptKey, String event) {
        byte[] text = event.getBytes(StandardCharsets.UTF_8);
        int pad = BLOCK - text.length % BLOCK;
        byte[] padded = Arrays.copyOf(text, text.length + pad);
        Arrays.fill(padded, text.length, padded.length, (byte) pad);
        byte[] iv = new byte[BLOCK];
        RANDOM.nextBytes(iv);
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(sha256(encryptKey.getBytes(StandardCharsets.UTF_8)), "AES"),
                    new IvParameterSpec(iv));
            byte[] encrypted = cipher.doFinal(padded);
            byte[] all = Arrays.copyOf(iv, BLOCK + encrypted.length);
            System.arraycopy(encrypted, 0, all, BLOCK, encrypted.length);
            return Base64.getEncoder().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String sign(String timestamp, String nonce, String encryptKey, String body) {
        return HexFormat.of()
                .formatHex(sha256((timestamp + nonce + encryptKey + body).getBytes(StandardCharsets.UTF_8)));
    }

    static String nonce() {
        return Integer.toString(RANDOM.nextInt(100_000, Integer.MAX_VALUE));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
