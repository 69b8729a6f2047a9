package io.omnihub.simulator.platform;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// What any simulated platform has: an API that the hub calls, tokens and files for it, and pushes to the hub.
///
/// Every breach of the protocol is kept; a test ends by finding none.
public abstract class SimulatedPlatform implements AutoCloseable {

    protected final Clock clock;
    protected final Tokens tokens;
    protected final MediaShelf shelf = new MediaShelf();
    private final List<String> breaches = new CopyOnWriteArrayList<>();
    private final Faults faults = new Faults();
    private final Pusher pusher;
    private volatile @Nullable URI callback;

    protected SimulatedPlatform(Clock clock, Tokens tokens, Pusher pusher) {
        this.clock = clock;
        this.tokens = tokens;
        this.pusher = pusher;
    }

    protected abstract ApiServer api();

    /// Where the hub finds the API.
    public final String apiUrl() {
        return api().url();
    }

    /// What the hub called so far, as `POST /path`.
    public final List<String> calls() {
        return api().calls();
    }

    /// Sets how often and when a push that was not taken comes again.
    public final Pusher pusher() {
        return pusher;
    }

    /// The faults to come.
    public final Faults faults() {
        return faults;
    }

    /// How the hub broke the protocol so far; empty is right.
    public final List<String> breaches() {
        return List.copyOf(breaches);
    }

    /// The same, and forgets them.
    public final List<String> takeBreaches() {
        List<String> taken = breaches();
        breaches.removeAll(taken);
        return taken;
    }

    protected final void breach(String how) {
        breaches.add(how);
    }

    /// All granted tokens reach the end of their life.
    public final void expireTokens() {
        tokens.expire();
    }

    public final int tokensGranted() {
        return tokens.granted();
    }

    /// The platform forgets all files, as it does after some days.
    public final void forgetMedia() {
        shelf.clear();
    }

    /// The bytes of a file that the hub uploaded or somebody sent.
    public final byte[] media(String id) {
        return shelf.get(id).orElseThrow().bytes();
    }

    /// Sends a push once, whatever it is, and judges nothing.
    public final Pushed deliver(Callback push) {
        return pusher.once(address(), push);
    }

    protected final void callback(URI address) {
        callback = address;
    }

    protected final URI address() {
        URI address = callback;
        if (address == null) {
            throw new IllegalStateException("Tell the simulator where to push: pushesTo(…)");
        }
        return address;
    }

    @Override
    public final void close() {
        api().close();
        pusher.close();
    }
}
