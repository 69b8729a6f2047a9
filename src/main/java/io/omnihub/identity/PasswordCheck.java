package io.omnihub.identity;

import io.omnihub.identity.Accounts.Stored;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.security.crypto.password.PasswordEncoder;

/// Compares passwords with their hashes, which is slow on purpose; so a success is remembered for a short time, as a
/// hash with a key that lives only as long as this process. A changed password has another hash and so is not
/// remembered.
final class PasswordCheck {

    private static final Duration REMEMBERED = Duration.ofMinutes(5);
    private static final int MOST = 1_000;

    private final PasswordEncoder passwords;
    private final LongSupplier nanos;
    private final String nobody;
    private final SecretKeySpec key;
    private final SequencedMap<String, Long> successes = new LinkedHashMap<>();

    /// @param nobody a hash as costly as the accounts', of a password that nobody has
    /// @param nanos  a clock that never jumps
    PasswordCheck(PasswordEncoder passwords, String nobody, LongSupplier nanos) {
        this.passwords = passwords;
        this.nobody = nobody;
        this.nanos = nanos;
        byte[] bits = new byte[32];
        new SecureRandom().nextBytes(bits);
        this.key = new SecretKeySpec(bits, "HmacSHA256");
    }

    /// Whether the password is the account's; takes as long where there is no such account.
    boolean matches(Optional<Stored> account, String password) {
        if (account.isEmpty() || password.getBytes(StandardCharsets.UTF_8).length > PasswordRules.LONGEST) {
            var _ = passwords.matches("somebody's password", nobody);
            return false;
        }
        String proof = proof(account.get().hash(), password);
        if (isRemembered(proof)) {
            return true;
        }
        boolean matches = passwords.matches(password, account.get().hash());
        if (matches) {
            remember(proof);
        }
        return matches;
    }

    private synchronized boolean isRemembered(String proof) {
        Long until = successes.get(proof);
        return until != null && until - nanos.getAsLong() > 0;
    }

    private synchronized void remember(String proof) {
        long now = nanos.getAsLong();
        successes.values().removeIf(until -> until - now <= 0);
        if (successes.size() >= MOST) {
            successes.pollFirstEntry();
        }
        successes.put(proof, now + REMEMBERED.toNanos());
    }

    /// The hash has a salt of its own, so it names the account too.
    private String proof(String hash, String password) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(hash.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return Base64.getEncoder().encodeToString(mac.doFinal(password.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HmacSHA256", e);
        }
    }
}
