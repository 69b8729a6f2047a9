package io.omnihub.gateway;

import io.omnihub.identity.LoginEnded;
import io.omnihub.identity.Logins;
import io.omnihub.store.DatabaseUnavailableException;
import java.time.Duration;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;

/// Closes the connections of logins that ended: at once where that was on this node or another one told of it, else
/// within seconds.
final class LoginWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LoginWatch.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final LiveConnections connections;
    private final Signals signals;
    private final Logins logins;
    private final Thread thread;

    LoginWatch(LiveConnections connections, Signals signals, Logins logins) {
        this.connections = connections;
        this.signals = signals;
        this.logins = logins;
        this.thread = Thread.ofVirtual().name("login-watch").start(this::watch);
    }

    @EventListener
    void ended(LoginEnded login) {
        signals.loginEnded(login.session());
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(PAUSE);
                check();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void check() {
        Set<String> open = connections.logins();
        try {
            Set<String> alive = logins.alive(open);
            open.stream().filter(login -> !alive.contains(login)).forEach(connections::closeLogin);
        } catch (DatabaseUnavailableException e) {
            LOG.debug("Logins can't be checked just now", e);
        }
    }
}
