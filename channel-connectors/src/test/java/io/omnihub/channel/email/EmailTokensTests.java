package io.omnihub.channel.email;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.junit.jupiter.api.Test;

/// The ids of our own mails.
final class EmailTokensTests {

    private static final InboxId HELP = new InboxId("help");
    private static final String THREAD = "AAAAAAAAAAAAAAAAAAAAAA";

    private final EmailTokens tokens = new EmailTokens((tenant, text) -> sha256(tenant + " " + text));

    @Test
    void onlyWhatWeHaveSignedNamesAThreadAndOnlyInItsInbox() {
        String id = tokens.write(TenantId.DEFAULT, HELP, THREAD, "bbbbbbbbbbbbbbbb", "shop.example");

        assertThat(tokens.ours(TenantId.DEFAULT, HELP, id)).contains(new EmailTokens.Ours(THREAD, "bbbbbbbbbbbbbbbb"));
        assertThat(tokens.ours(TenantId.DEFAULT, new InboxId("sales"), id)).isEmpty();
        assertThat(tokens.ours(new TenantId("other"), HELP, id)).isEmpty();
        assertThat(tokens.ours(TenantId.DEFAULT, HELP, id.replaceFirst("<A", "<B")))
                .isEmpty();
        assertThat(tokens.ours(TenantId.DEFAULT, HELP, id.replaceFirst("\\.b", ".c")))
                .isEmpty();
        int mac = id.indexOf('@') - 1;
        char other = id.charAt(mac) == 'x' ? 'y' : 'x';
        assertThat(tokens.ours(TenantId.DEFAULT, HELP, id.substring(0, mac) + other + id.substring(mac + 1)))
                .isEmpty();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
