package io.omnihub.channel.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omnihub.channel.callback.UntrustedCallbackException.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The vectors are those of the platform's own sample programs.
final class CallbackCryptoTests {

    private static final String TOKEN = "123456";
    private static final String KEY = "kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR";
    private static final String RECEIVER = "wx49f0ab532d5d035a";
    private static final String ECHO =
            "4ByGGj+sVCYcvGeQYhaKIk1o0pQRNbRjxybjTGblXrBaXlTXeOo1+bXFXDQQb1o6co6Yh9Bv41n7hOchLF6p+Q==";

    private final CallbackCrypto crypto = new CallbackCrypto(KEY, RECEIVER, new SecureRandom());

    @Test
    void theSignatureOfTheSampleIsRight() {
        CallbackCrypto.verify("dd6b9c95b495b3f7e2901bfbc76c664930ffdb96", TOKEN, "1411443780", "437374425", ECHO);
    }

    @Test
    void theSampleIsDecrypted() {
        assertThat(crypto.decrypt(ECHO)).asString(StandardCharsets.UTF_8).isEqualTo("5927782489442352469");
    }

    @Test
    void theSampleIsEncryptedToTheSameLetters() {
        RandomGenerator fixed = new FixedRandom("1234567890123456");
        String reply = """
                <xml>
                <MsgType><![CDATA[text]]></MsgType>
                <Content><![CDATA[test]]></Content>
                <FromUserName><![CDATA[wx49f0ab532d5d035a]]></FromUserName>
                <ToUserName><![CDATA[messense]]></ToUserName>
                <AgentID>1</AgentID>
                <CreateTime>1411525903</CreateTime>
                </xml>""";
        String encrypted = new CallbackCrypto(KEY, RECEIVER, fixed).encrypt(reply.getBytes(StandardCharsets.UTF_8));
        assertThat(CallbackCrypto.signature(TOKEN, "1411525903", "461056294", encrypted))
                .isEqualTo("407518b7649e86ef23978113f92d27afa9296533");
    }

    @ParameterizedTest
    @CsvSource({
        "dd6b9c95b495b3f7e2901bfbc76c664930ffdb97, WRONG_SIGNATURE",
        "DD6B9C95B495B3F7E2901BFBC76C664930FFDB96, WRONG_SIGNATURE",
        "dd6b9c95b495b3f7e2901bfbc76c664930ffdb9, WRONG_SIGNATURE",
        "'', MISSING_SIGNATURE"
    })
    void anotherSignatureIsRefused(String signature, Reason reason) {
        assertThatExceptionOfType(UntrustedCallbackException.class)
                .isThrownBy(() -> CallbackCrypto.verify(signature, TOKEN, "1411443780", "437374425", ECHO))
                .matches(e -> e.reason() == reason);
    }

    @Property
    void whatIsEncryptedIsDecrypted(@ForAll byte[] message) {
        assertThat(crypto.decrypt(crypto.encrypt(message))).isEqualTo(message);
    }

    @Property
    void rubbishIsNeverAnythingButRefused(@ForAll byte[] rubbish) {
        String encrypted = Base64.getEncoder().encodeToString(rubbish);
        assertThatThrownBy(() -> crypto.decrypt(encrypted)).isInstanceOf(UntrustedCallbackException.class);
        String text = new String(rubbish, StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> crypto.decrypt(text)).isInstanceOf(UntrustedCallbackException.class);
    }

    @Test
    void everyPadLengthFrom1To32IsTaken() throws GeneralSecurityException {
        for (int pad = 1; pad <= 32; pad++) {
            int length = Math.floorMod(-(20 + RECEIVER.length() + pad), 32) + 32;
            byte[] message = new byte[length];
            Arrays.fill(message, (byte) 'x');
            assertThat(crypto.decrypt(encrypt(padded(message, pad))))
                    .as("pad %s", pad)
                    .isEqualTo(message);
            assertThat(crypto.decrypt(crypto.encrypt(message))).isEqualTo(message);
        }
    }

    @Test
    void aPadThatIsNoneIsRefused() throws GeneralSecurityException {
        byte[] plain = padded("<xml/>".getBytes(StandardCharsets.UTF_8), 20);
        for (int pad : new int[] {0, 33, -1, 19}) {
            plain[plain.length - 1] = (byte) pad;
            assertRefused(encrypt(plain), Reason.UNDECRYPTABLE);
        }
    }

    @Test
    void aLengthBeyondTheMessageIsRefused() throws GeneralSecurityException {
        for (int length : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1000}) {
            byte[] plain = padded("<xml/>".getBytes(StandardCharsets.UTF_8), 20);
            ByteBuffer.wrap(plain).putInt(16, length);
            assertRefused(encrypt(plain), Reason.UNDECRYPTABLE);
        }
    }

    @Test
    void aMessageForAnotherReceiverIsRefused() {
        String foreign = new CallbackCrypto(KEY, "wx49f0ab532d5d035b", new SecureRandom()).encrypt(new byte[10]);
        assertRefused(foreign, Reason.FOREIGN_RECEIVER);
        assertRefused(new CallbackCrypto(KEY, "", new SecureRandom()).encrypt(new byte[10]), Reason.FOREIGN_RECEIVER);
    }

    @Test
    void aMessageUnderAnotherKeyIsRefused() {
        String foreign = new CallbackCrypto("A" + KEY.substring(1), RECEIVER, new SecureRandom()).encrypt(new byte[50]);
        assertThatThrownBy(() -> crypto.decrypt(foreign)).isInstanceOf(UntrustedCallbackException.class);
    }

    @Test
    void everyTamperedByteOfAMessageIsFound() {
        byte[] sealed = Base64.getDecoder().decode(crypto.encrypt("<xml>hi</xml>".getBytes(StandardCharsets.UTF_8)));
        String encrypted = Base64.getEncoder().encodeToString(sealed);
        String signature = CallbackCrypto.signature(TOKEN, "1", "2", encrypted);
        for (int i = 0; i < sealed.length; i++) {
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                byte[] tampered = sealed.clone();
                tampered[i] ^= (byte) (1 << bit);
                String text = Base64.getEncoder().encodeToString(tampered);
                assertThatThrownBy(() -> CallbackCrypto.verify(signature, TOKEN, "1", "2", text))
                        .isInstanceOf(UntrustedCallbackException.class);
                assertNothingButRefused(text);
            }
        }
    }

    @Test
    void aTruncatedMessageIsRefused() {
        String encrypted = crypto.encrypt(new byte[100]);
        // The last characters only fill up, and the decoder can do without them.
        for (int end = 0; end < encrypted.length() - 3; end++) {
            String cut = encrypted.substring(0, end);
            assertThatThrownBy(() -> crypto.decrypt(cut)).isInstanceOf(UntrustedCallbackException.class);
        }
    }

    @Test
    void aKeyOfAnotherLengthIsNoKey() {
        assertThatThrownBy(() -> new CallbackCrypto("short", RECEIVER, new SecureRandom()))
                .hasMessageNotContaining("short")
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void assertRefused(String encrypted, Reason reason) {
        assertThatExceptionOfType(UntrustedCallbackException.class)
                .isThrownBy(() -> crypto.decrypt(encrypted))
                .matches(e -> e.reason() == reason);
    }

    /// CBC alone does not protect the message; the signature does. Decryption must just not break in another way.
    private void assertNothingButRefused(String encrypted) {
        try {
            assertThat(crypto.decrypt(encrypted)).isNotNull();
        } catch (UntrustedCallbackException e) {
            assertThat(e.reason()).isNotNull();
        }
    }

    private static byte[] padded(byte[] message, int pad) {
        ByteBuffer plain = ByteBuffer.allocate(20 + message.length + RECEIVER.length() + pad);
        plain.put(new byte[16]).putInt(message.length).put(message).put(RECEIVER.getBytes(StandardCharsets.UTF_8));
        while (plain.hasRemaining()) {
            plain.put((byte) pad);
        }
        return plain.array();
    }

    private static String encrypt(byte[] plain) throws GeneralSecurityException {
        byte[] key = Base64.getDecoder().decode(KEY + "=");
        Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(key, 0, 16));
        return Base64.getEncoder().encodeToString(cipher.doFinal(plain));
    }

    /// Gives the bytes of a text, as the sample programs do.
    private record FixedRandom(String text) implements RandomGenerator {

        @Override
        public long nextLong() {
            return 0;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            System.arraycopy(text.getBytes(StandardCharsets.UTF_8), 0, bytes, 0, bytes.length);
        }
    }
}
