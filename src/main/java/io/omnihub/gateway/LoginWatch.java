package io.omnihub.gateway;

import io.omnihub.identity.LoginEnded;
import io.omnihub.identity.Logins;
import io.omnihub.loop.Loop;
import io.omnihub.loop.Loops;
import java.time.Duration;
import java.util.Set;
import org.springframework.context.event.EventListener;

/// Closes the connections of logins that ended: at once where that was on this node or another one told of it, else
/// within seconds.
final class LoginWatch implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final LiveConnections connections;
    private final Signals signals;
    private final Logins logins;
    private final Loop loop;

    LoginWatch(LiveConnections connections, Signals signals, Logins logins, Loops loops) {
        this.connections = connections;
        this.signals = signals;
        this.logins = logins;
        this.loop = loops.loop("login-watch", this::check).every(PAUSE).start();
    }

    @EventListener
    void ended(LoginEnded login) {
        signals.loginEnded(login.session());
    }

    @Override
    public void close() {
        loop.stop();
    }

    private void check() {
        Set<String> open = connections.logins();
        Set<String> alive = logins.alive(open);
        open.stream().filter(login -> !alive.contains(login)).forEach(connections::closeLogin);
    }
}
