package io.omnihub.identity;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;

/// Hashes few passwords at once, which is slow on purpose: half of the processors stay with everybody else.
final class BoundedEncoder implements PasswordEncoder {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration LATER = Duration.ofSeconds(2);

    private final PasswordEncoder encoder;
    private final Semaphore places =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), true);

    BoundedEncoder(PasswordEncoder encoder) {
        this.encoder = encoder;
    }

    /// @throws TooManyTriesException where so many passwords wait that this one would for too long
    @Override
    public @Nullable String encode(@Nullable CharSequence password) {
        enter();
        try {
            return encoder.encode(password);
        } finally {
            places.release();
        }
    }

    /// @throws TooManyTriesException where so many passwords wait that this one would for too long
    @Override
    public boolean matches(@Nullable CharSequence password, @Nullable String hash) {
        enter();
        try {
            return encoder.matches(password, hash);
        } finally {
            places.release();
        }
    }

    private void enter() {
        try {
            if (!places.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new TooManyTriesException(LATER);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new TooManyTriesException(LATER);
        }
    }
}
