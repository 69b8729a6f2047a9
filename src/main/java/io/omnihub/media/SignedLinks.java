package io.omnihub.media;

import io.omnihub.channel.FileLinks;
import io.omnihub.channel.Inbox;
import io.omnihub.channel.Inboxes;
import io.omnihub.channel.PublicAddress;
import io.omnihub.keys.TenantKeys;
import io.omnihub.message.ConversationId;
import io.omnihub.message.TenantId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/// Writes and reads addresses of files for people without a login: which part of which message, until when, and an
/// HMAC-SHA-256 over that with a key of the tenant's. What the part is, and whether it is still there, the log tells.
public final class SignedLinks implements FileLinks {

    /// Where they are given out.
    public static final String PATH = "/api/v1/files/";

    private static final String VERSION = "v1.";
    private static final String PURPOSE = "file-link";
    private static final String SEPARATOR = "\n";
    private static final int FIELDS = 5;
    private static final int LONGEST = 1_024;

    private final PublicAddress address;
    private final Duration validFor;
    private final TenantKeys keys;
    private final Inboxes inboxes;
    private final Clock clock;

    SignedLinks(PublicAddress address, Duration validFor, TenantKeys keys, Inboxes inboxes, Clock clock) {
        this.address = address;
        this.validFor = validFor;
        this.keys = keys;
        this.inboxes = inboxes;
        this.clock = clock;
    }

    @Override
    public Optional<String> link(TenantId tenant, ConversationId conversation, long sequence, int part) {
        return address.at(PATH + write(new Target(tenant, conversation, sequence, part)));
    }

    /// What a link leads to; empty where it is not ours or has expired.
    public Optional<Target> read(String link) {
        int end = link.lastIndexOf('.');
        if (link.length() > LONGEST || !link.startsWith(VERSION) || end <= VERSION.length()) {
            return Optional.empty();
        }
        try {
            byte[] payload = Base64.getUrlDecoder().decode(link.substring(VERSION.length(), end));
            byte[] signature = Base64.getUrlDecoder().decode(link.substring(end + 1));
            return target(payload, signature);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private String write(Target target) {
        String fields = String.join(
                SEPARATOR,
                target.tenant().value(),
                Long.toString(clock.instant().plus(validFor).getEpochSecond()),
                Long.toString(target.sequence()),
                Integer.toString(target.part()),
                target.conversation().value());
        byte[] payload = fields.getBytes(StandardCharsets.UTF_8);
        return VERSION + encode(payload) + "." + encode(keys.mac(target.tenant(), PURPOSE, payload));
    }

    private Optional<Target> target(byte[] payload, byte[] signature) {
        String[] fields = new String(payload, StandardCharsets.UTF_8).split(SEPARATOR, FIELDS);
        if (fields.length < FIELDS) {
            return Optional.empty();
        }
        TenantId tenant = new TenantId(fields[0]);
        // A stranger's word makes no keys for a tenant that there isn't.
        if (inboxes.all().stream().map(Inbox::tenant).noneMatch(tenant::equals)
                || !MessageDigest.isEqual(keys.mac(tenant, PURPOSE, payload), signature)
                || !clock.instant().isBefore(Instant.ofEpochSecond(Long.parseLong(fields[1])))) {
            return Optional.empty();
        }
        return Optional.of(new Target(
                tenant, new ConversationId(fields[4]), Long.parseLong(fields[2]), Integer.parseInt(fields[3])));
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// A part of a message.
    public record Target(TenantId tenant, ConversationId conversation, long sequence, int part) {}
}
