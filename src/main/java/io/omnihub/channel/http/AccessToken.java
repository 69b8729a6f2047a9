package io.omnihub.channel.http;

import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.channel.http.SharedTokens.Held;
import io.omnihub.channel.http.SharedTokens.Turn;
import io.omnihub.message.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The access token of one app: asked for once, however many callers and nodes need it, and again before it ends.
public final class AccessToken {

    private static final int RENEWED_AT_PERCENT = 85;

    /// Longer than two calls of the platform take.
    private static final Duration TURN = Duration.ofSeconds(40);

    /// How long to wait for another node's token.
    private static final Duration WAIT = Duration.ofSeconds(20);

    private static final Duration LOOK = Duration.ofMillis(100);

    private final TenantId tenant;
    private final String name;
    private final Source source;
    private final SharedTokens shared;
    private final Clock clock;
    private final AtomicReference<@Nullable CompletableFuture<Optional<Held>>> flight = new AtomicReference<>();
    private volatile @Nullable Held held;

    /// @param name of the channel and the app, such as `wechat/wx1234`; inboxes of one app share its token
    public AccessToken(TenantId tenant, String name, Source source, SharedTokens shared, Clock clock) {
        this.tenant = tenant;
        this.name = name;
        this.source = source;
        this.shared = shared;
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

    /// Makes a call with the token, and once more with another one where the call throws a [RefusedTokenException].
    public <T> T use(Function<String, T> call) {
        String first = get();
        try {
            return call.apply(first);
        } catch (RefusedTokenException _) {
            return again(call, insteadOf(first));
        }
    }

    private static <T> T again(Function<String, T> call, String token) {
        try {
            return call.apply(token);
        } catch (RefusedTokenException e) {
            throw e.failure();
        }
    }

    /// Whoever comes while another caller asks waits for his answer, and asks himself where that one failed by
    /// something that is nobody else's.
    private String renewed(String refused) {
        while (true) {
            CompletableFuture<Optional<Held>> mine = new CompletableFuture<>();
            CompletableFuture<Optional<Held>> others = flight.compareAndExchange(null, mine);
            if (others == null) {
                return fly(mine, refused).value();
            }
            Optional<Held> token = join(others).filter(known -> !known.value().equals(refused));
            if (token.isPresent()) {
                return token.get().value();
            }
        }
    }

    private Held fly(CompletableFuture<Optional<Held>> mine, String refused) {
        try {
            Held current = held;
            Held next = current != null && isFresh(current, refused) ? current : ofAllNodes(refused);
            held = next;
            mine.complete(Optional.of(next));
            return next;
        } catch (RuntimeException e) {
            mine.completeExceptionally(e);
            throw e;
        } finally {
            flight.set(null);
            mine.complete(Optional.empty());
        }
    }

    private static Optional<Held> join(CompletableFuture<Optional<Held>> others) {
        try {
            return others.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private Held ofAllNodes(String refused) {
        long began = System.nanoTime();
        while (System.nanoTime() - began < WAIT.toNanos()) {
            Optional<Held> found = found(refused);
            if (found.isPresent()) {
                return found.get();
            }
            Optional<Turn> turn = shared.turn(tenant, name, TURN);
            if (turn.isPresent()) {
                return asked(turn.get(), refused);
            }
            pause();
        }
        throw new ChannelUnavailableException("another node of the hub is asking for an access token");
    }

    private Held asked(Turn turn, String refused) {
        try (turn) {
            // It may have been renewed between the look and the turn.
            Optional<Held> found = found(refused);
            if (found.isPresent()) {
                return found.get();
            }
            Held fresh = ask(refused);
            return turn.share(fresh) ? fresh : found(refused).orElse(fresh);
        }
    }

    private Optional<Held> found(String refused) {
        return shared.find(tenant, name).filter(token -> isFresh(token, refused));
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new ChannelUnavailableException("the call was interrupted");
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

    /// Asks the platform for a token.
    @FunctionalInterface
    public interface Source {

        /// @param force whether to end the present token's life
        Granted grant(boolean force);
    }

    /// A token as granted.
    ///
    /// @param value letters, digits and signs, as a header and an address take them
    public record Granted(String value, Duration life) {

        private static final Pattern VISIBLE = Pattern.compile("[!-~]+");
        private static final Duration LONGEST = Duration.ofDays(365);

        /// @throws ChannelUnavailableException where it is none
        public Granted {
            if (!VISIBLE.matcher(value).matches()) {
                throw new ChannelUnavailableException("the platform granted an access token that is none");
            }
            if (!life.isPositive()) {
                throw new ChannelUnavailableException("the platform granted an access token that is over");
            }
            life = life.compareTo(LONGEST) > 0 ? LONGEST : life;
        }
    }
}
