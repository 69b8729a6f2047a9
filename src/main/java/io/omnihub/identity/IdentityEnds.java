package io.omnihub.identity;

import io.omnihub.message.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where every identity ends. Whatever lives longer than a request, a socket or a long poll, holds on to the credential
/// that it lives by and is ended with it: at once where the credential ends on this node or another one tells of it,
/// else within seconds, since its time and the database are looked at again and again.
public final class IdentityEnds {

    private static final Logger LOG = LoggerFactory.getLogger(IdentityEnds.class);
    static final Duration PAUSE = Duration.ofSeconds(2);

    private final Credentials credentials;
    private final Clock clock;
    private final Map<Credential.Key, Set<Held>> holds = new ConcurrentHashMap<>();
    private final List<Consumer<Credential.Key>> listeners = new CopyOnWriteArrayList<>();

    IdentityEnds(Credentials credentials, Clock clock) {
        this.credentials = credentials;
        this.clock = clock;
    }

    /// Has something end with a credential.
    ///
    /// @param end is called at most once, must not wait, and may come when what it ends is over already
    /// @return to be closed when it is over by itself
    public Hold hold(Credential credential, Runnable end) {
        Held held = new Held(credential, end);
        holds.compute(credential.key(), (_, some) -> {
            Set<Held> with = some == null ? ConcurrentHashMap.newKeySet() : some;
            with.add(held);
            return with;
        });
        return held;
    }

    /// Has each end on this node told to a listener, which tells the other nodes.
    public void onEnd(Consumer<Credential.Key> listener) {
        listeners.add(listener);
    }

    /// Another node tells that a credential has ended.
    public void toldOf(Credential.Key ended) {
        Set<Held> gone = holds.remove(ended);
        if (gone != null) {
            gone.forEach(Held::end);
        }
    }

    /// What is alive on this node by credentials of a kind.
    public Set<Credential.Key> held(Credential.Kind kind) {
        return holds.keySet().stream().filter(key -> key.kind() == kind).collect(Collectors.toUnmodifiableSet());
    }

    /// On this node an account's password or rights have changed, and with them logins of it have ended; that is
    /// committed.
    void ended(Account account, Collection<String> logins) {
        logins.forEach(id -> ended(Credential.login(account.tenant(), id).key()));
        ended(new Credential.Key(Credential.Kind.PASSWORD, account.tenant(), account.name()));
    }

    /// Tokens have ended on this node; that is committed.
    void ended(TenantId tenant, Collection<String> tokens) {
        tokens.forEach(id -> ended(new Credential.Key(Credential.Kind.TOKEN, tenant, id)));
    }

    /// A credential has ended on this node; that is committed.
    void ended(Credential.Key key) {
        toldOf(key);
        listeners.forEach(listener -> listener.accept(key));
    }

    /// Ends what lives by a credential that is over, or that the database has no more.
    void check() {
        Instant now = clock.instant();
        List<Held> open = holds.values().stream().flatMap(Set::stream).toList();
        if (open.isEmpty()) {
            return;
        }
        open.stream().filter(held -> held.credential.isOver(now)).forEach(this::end);
        Set<Credential> alive =
                credentials.alive(open.stream().map(held -> held.credential).collect(Collectors.toSet()));
        open.stream().filter(held -> !alive.contains(held.credential)).forEach(this::end);
    }

    private void end(Held held) {
        held.close();
        held.end();
    }

    /// Something that lives by a credential.
    @FunctionalInterface
    public interface Hold extends AutoCloseable {

        /// It is over by itself.
        @Override
        void close();
    }

    private final class Held implements Hold {

        private final Credential credential;
        private final Runnable end;
        private final AtomicBoolean ended = new AtomicBoolean();

        private Held(Credential credential, Runnable end) {
            this.credential = credential;
            this.end = end;
        }

        @Override
        public void close() {
            holds.computeIfPresent(credential.key(), (_, some) -> {
                some.remove(this);
                return some.isEmpty() ? null : some;
            });
        }

        private void end() {
            if (!ended.compareAndSet(false, true)) {
                return;
            }
            try {
                end.run();
            } catch (RuntimeException e) {
                LOG.error("What lived by a credential that ended goes on by a fault of the hub", e);
            }
        }
    }
}
