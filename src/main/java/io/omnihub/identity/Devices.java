package io.omnihub.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.omnihub.message.TenantId;
import java.time.Duration;
import java.util.Base64;
import java.util.function.Function;

/// From where an account was used before: browsers, by a cookie that only the hub can make and that lasts as long as
/// the password, and addresses, which each node remembers for a while. Strangers who guess don't lock these out.
public final class Devices {

    private static final int RANDOM_BYTES = 16;
    private static final Duration REMEMBERED = Duration.ofDays(30);
    private static final int MOST = 10_000;

    private final Function<TenantId, byte[]> keys;
    private final Cache<String, Boolean> addresses = Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterWrite(REMEMBERED)
            .executor(Runnable::run)
            .build();

    /// @param keys gives a key of a tenant's that never leaves the hub
    Devices(Function<TenantId, byte[]> keys) {
        this.keys = keys;
    }

    /// The value of a cookie for the browser in which an account has just logged in.
    String issue(Accounts.Stored account) {
        String random = Secrets.random(RANDOM_BYTES);
        return random + "." + proof(account, random);
    }

    /// Whether a cookie is one of the account's.
    boolean isKnown(Accounts.Stored account, String device) {
        int dot = device.indexOf('.');
        return dot > 0 && Secrets.equal(device.substring(dot + 1), proof(account, device.substring(0, dot)));
    }

    /// Whether the account was used from an address lately.
    boolean isKnownAt(Accounts.Stored account, String address) {
        return addresses.getIfPresent(key(account, address)) != null;
    }

    void seenAt(Accounts.Stored account, String address) {
        addresses.put(key(account, address), true);
    }

    private static String key(Accounts.Stored account, String address) {
        return account.account().tenant() + "/" + account.account().name() + " " + address;
    }

    private String proof(Accounts.Stored account, String random) {
        String key =
                Base64.getEncoder().encodeToString(keys.apply(account.account().tenant()));
        return Secrets.derived(
                key, String.join("\0", "device", account.account().name(), account.hash(), random));
    }
}
