package io.omnihub.channel.email;

import io.omnihub.channel.thread.ThreadTokens;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The Message-IDs of our own mails: they name the thread, signed, so that an answer finds it whatever else is lost,
/// and nobody can write himself into a thread of which he has no mail.
final class EmailTokens {

    private static final int MAC_BYTES = 12;
    private static final Pattern OURS =
            Pattern.compile("<([A-Za-z0-9_-]{22})\\.([A-Za-z0-9_-]{8,40})\\.([A-Za-z0-9_-]{16})@[^<>\\s]+>");

    private final ThreadTokens tokens;

    EmailTokens(ThreadTokens tokens) {
        this.tokens = tokens;
    }

    /// @param call tells this mail from the others of the thread
    String write(TenantId tenant, InboxId inbox, String thread, String call, String domain) {
        return "<" + thread + "." + call + "." + mac(tenant, inbox, thread, call) + "@" + domain + ">";
    }

    /// What an id of ours names; nothing of one that is not ours.
    Optional<Ours> ours(TenantId tenant, InboxId inbox, String id) {
        Matcher ours = OURS.matcher(id);
        boolean right = ours.matches()
                && MessageDigest.isEqual(
                        mac(tenant, inbox, ours.group(1), ours.group(2)).getBytes(StandardCharsets.US_ASCII),
                        ours.group(3).getBytes(StandardCharsets.US_ASCII));
        return right ? Optional.of(new Ours(ours.group(1), ours.group(2))) : Optional.empty();
    }

    /// @param call tells the mail from the others of its thread
    record Ours(String thread, String call) {}

    private String mac(TenantId tenant, InboxId inbox, String thread, String call) {
        byte[] mac = tokens.mac(tenant, "email/" + inbox + "/" + thread + "/" + call);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(mac, MAC_BYTES));
    }
}
