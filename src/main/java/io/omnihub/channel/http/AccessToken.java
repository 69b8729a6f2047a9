package io.omnihub.channel.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The access token of one account: asked for once however many need it, and again before it ends.
public final class AccessToken {

    private static final int RENEWED_AT_PERCENT = 85;

    private final Source source;
    private final Clock clock;
    private final AtomicReference<@Nullable CompletableFuture<Held>> flight = new AtomicReference<>();
    private volatile @Nullable Held held;

    public AccessToken(Source source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    /// A token that should work.
    public String get() {
        Held current = held;
        return current != null && isFresh(current, "") ? current.value() : renewed("");
    }

    /// Another token than one that the platform refused. Where somebody else has renewed it meanwhile, nothing is
    /// asked.
    public String insteadOf(String refused) {
        Held current = held;
        return current != null && !current.value().equals(refused) ? get() : renewed(refused);
    }

    private String renewed(String refused) {
        CompletableFuture<Held> mine = new CompletableFuture<>();
        CompletableFuture<Held> others = flight.compareAndExchange(null, mine);
        if (others != null) {
            return join(others).value();
        }
        try {
            Held current = held;
            Held next = current != null && isFresh(current, refused) ? current : ask(refused);
            held = next;
            mine.complete(next);
            return next.value();
        } catch (RuntimeException | Error e) {
            mine.completeExceptionally(e);
            throw e;
        } finally {
            flight.set(null);
        }
    }

    /// The platform is asked in the way that leaves other holders' tokens valid, and by force only where it gives back
    /// the refused one.
    private Held ask(String refused) {
        Granted granted = source.grant(false);
        Granted working = granted.value().equals(refused) ? source.grant(true) : granted;
        Duration life = working.life().multipliedBy(RENEWED_AT_PERCENT).dividedBy(100);
        return new Held(working.value(), clock.instant().plus(life));
    }

    private boolean isFresh(Held token, String refused) {
        return !token.value().equals(refused) && clock.instant().isBefore(token.renewAt());
    }

    private static Held join(CompletableFuture<Held> others) {
        try {
            return others.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /// Asks the platform for a token.
    @FunctionalInterface
    public interface Source {

        /// @param force whether to end the present token's life
        Granted grant(boolean force);
    }

    /// A token as granted.
    public record Granted(String value, Duration life) {}

    private record Held(String value, Instant renewAt) {}
}
