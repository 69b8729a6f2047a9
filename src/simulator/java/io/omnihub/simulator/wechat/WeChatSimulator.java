package io.omnihub.simulator.wechat;

import io.omnihub.simulator.platform.ApiServer;
import io.omnihub.simulator.platform.Callback;
import io.omnihub.simulator.platform.Faults;
import io.omnihub.simulator.platform.MediaShelf;
import io.omnihub.simulator.platform.Pushed;
import io.omnihub.simulator.platform.Pusher;
import io.omnihub.simulator.platform.Tokens;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// WeChat's platform: the API that the hub calls, and the customers whose messages it pushes to the hub.
///
/// Every breach of the protocol is kept; a test ends by finding none.
public final class WeChatSimulator implements AutoCloseable {

    private static final int MOST_ATTEMPTS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration TOKENS_LIVE = Duration.ofHours(2);

    private final SimulatedAccount account;
    private final Clock clock;
    private final Tokens tokens;
    private final MediaShelf shelf = new MediaShelf();
    private final Map<String, SimulatedCustomer> customers = new ConcurrentHashMap<>();
    private final List<String> breaches = new CopyOnWriteArrayList<>();
    private final Faults faults = new Faults();
    private final Pusher pusher = new Pusher(MOST_ATTEMPTS, PATIENCE);
    private final ApiServer api;
    private final Sealing sealing;
    private final AnswerCheck check;
    private volatile @Nullable URI callback;
    private volatile PushMode mode = PushMode.SAFE;

    public WeChatSimulator(SimulatedAccount account, Clock clock) {
        this.account = account;
        this.clock = clock;
        this.tokens = new Tokens(clock, TOKENS_LIVE, Duration.ZERO);
        PlatformCrypto crypto = new PlatformCrypto(account);
        this.sealing = new Sealing(account, crypto, clock);
        this.check = new AnswerCheck(account, crypto, breaches::add);
        this.api = new ApiServer(new PlatformApi(account, tokens, shelf, customers, faults), breaches::add);
    }

    public SimulatedAccount account() {
        return account;
    }

    /// Where the hub finds the API.
    public String apiUrl() {
        return api.url();
    }

    /// Sets the address that messages are pushed to, as the console's "server configuration" does, but without asking
    /// there.
    public void pushesTo(URI address, PushMode pushMode) {
        callback = address;
        mode = pushMode;
    }

    /// Asks the address to prove that it is the account's; what the console's "submit" does.
    public boolean verifies() {
        String echo = Long.toString(ThreadLocalRandom.current().nextLong(1_000_000_000L, Long.MAX_VALUE));
        Pushed pushed = pusher.get(URI.create(address() + "?" + sealing.signed() + "&echostr=" + echo));
        return pushed.isTaken() && pushed.body().equals(echo);
    }

    /// Sets how often and when a push that was not taken comes again.
    public Pusher pusher() {
        return pusher;
    }

    /// The faults to come.
    public Faults faults() {
        return faults;
    }

    public SimulatedCustomer customer(String openid) {
        return customers.computeIfAbsent(openid, id -> new SimulatedCustomer(this, id, clock));
    }

    /// How the hub broke the protocol so far; empty is right.
    public List<String> breaches() {
        return List.copyOf(breaches);
    }

    /// All granted tokens reach the end of their life.
    public void expireTokens() {
        tokens.expire();
    }

    /// All granted tokens become unknown, as after another program asked in the classic way.
    public void revokeTokens() {
        tokens.revoke();
    }

    public int tokensGranted() {
        return tokens.granted();
    }

    /// The platform forgets all files, as it does after three days.
    public void forgetMedia() {
        shelf.clear();
    }

    /// The bytes of a file that the hub uploaded or a customer sent.
    public byte[] media(String id) {
        return shelf.get(id).orElseThrow().bytes();
    }

    /// A message as it would go over the wire now.
    public Callback seal(String xml, PushMode pushMode) {
        return sealing.seal(xml, pushMode);
    }

    /// Sends a push once, whatever it is, and judges nothing.
    public Pushed deliver(Callback push) {
        return pusher.once(address(), push);
    }

    Pushed push(String xml, SimulatedCustomer customer) {
        PushMode chosen = mode;
        Pushed pushed = pusher.push(address(), () -> sealing.seal(xml, chosen));
        if (pushed.isTaken()) {
            check.passive(pushed.body(), chosen, customer);
        }
        return pushed;
    }

    String keep(String type, String contentType, byte[] bytes) {
        return shelf.put(type, contentType, bytes);
    }

    private URI address() {
        URI address = callback;
        if (address == null) {
            throw new IllegalStateException("Tell the simulator where to push: pushesTo(…)");
        }
        return address;
    }

    @Override
    public void close() {
        api.close();
        pusher.close();
    }
}
