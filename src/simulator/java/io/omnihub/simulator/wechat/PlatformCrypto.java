package io.omnihub.simulator.wechat;

import io.omnihub.simulator.platform.BreachException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The platform's side of the crypto, written apart from the hub's so that no mistake is shared.
final class PlatformCrypto {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] key;
    private final String appId;

    PlatformCrypto(SimulatedAccount account) {
        this.key = Base64.getDecoder().decode(account.encodingAesKey() + "=");
        this.appId = account.appId();
    }

    static String sign(String... texts) {
        try {
            String joined = Stream.of(texts).sorted().collect(Collectors.joining());
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(joined.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String nonce() {
        return Integer.toString(RANDOM.nextInt(100_000, Integer.MAX_VALUE));
    }

    String encrypt(String xml) {
        byte[] message = xml.getBytes(StandardCharsets.UTF_8);
        byte[] id = appId.getBytes(StandardCharsets.UTF_8);
        int length = 16 + 4 + message.length + id.length;
        int pad = 32 - length % 32;
        byte[] salt = new byte[16];
        RANDOM.nextBytes(salt);
        byte[] padding = new byte[pad];
        Arrays.fill(padding, (byte) pad);
        byte[] plain = ByteBuffer.allocate(length + pad)
                .put(salt)
                .putInt(message.length)
                .put(message)
                .put(id)
                .put(padding)
                .array();
        return Base64.getEncoder().encodeToString(run(Cipher.ENCRYPT_MODE, plain));
    }

    /// @throws BreachException where the text was not encrypted as the platform demands
    String decrypt(String encrypted) {
        byte[] plain = run(Cipher.DECRYPT_MODE, Base64.getDecoder().decode(encrypted));
        int pad = plain[plain.length - 1];
        if (pad < 1 || pad > 32 || plain.length % 32 != 0) {
            throw new BreachException("an answer is not padded to blocks of 32 bytes");
        }
        int length = ByteBuffer.wrap(plain).getInt(16);
        String id = new String(plain, 20 + length, plain.length - pad - 20 - length, StandardCharsets.UTF_8);
        if (!id.equals(appId)) {
            throw new BreachException("an answer does not end with the app id");
        }
        return new String(plain, 20, length, StandardCharsets.UTF_8);
    }

    private byte[] run(int mode, byte[] bytes) {
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
            cipher.init(mode, new SecretKeySpec(key, "AES"), new IvParameterSpec(key, 0, 16));
            return cipher.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new BreachException("an answer can't be decrypted", e);
        }
    }
}
