package io.omnihub.simulator.wechat;

import io.omnihub.simulator.platform.ApiServer;
import io.omnihub.simulator.platform.Callback;
import io.omnihub.simulator.platform.Pushed;
import io.omnihub.simulator.platform.Pusher;
import io.omnihub.simulator.platform.SimulatedPlatform;
import io.omnihub.simulator.platform.Tokens;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/// WeChat's platform: the API that the hub calls, and the customers whose messages it pushes to the hub.
public final class WeChatSimulator extends SimulatedPlatform {

    private static final int MOST_ATTEMPTS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration TOKENS_LIVE = Duration.ofHours(2);

    private final SimulatedAccount account;
    private final Map<String, SimulatedCustomer> customers = new ConcurrentHashMap<>();
    private final ApiServer api;
    private final Sealing sealing;
    private final AnswerCheck check;
    private volatile PushMode mode = PushMode.SAFE;

    public WeChatSimulator(SimulatedAccount account, Clock clock) {
        super(clock, new Tokens(clock, TOKENS_LIVE, Duration.ZERO), new Pusher(MOST_ATTEMPTS, PATIENCE));
        this.account = account;
        PlatformCrypto crypto = new PlatformCrypto(account);
        this.sealing = new Sealing(account, crypto, clock);
        this.check = new AnswerCheck(account, crypto, this::breach);
        this.api = new ApiServer(new PlatformApi(account, tokens, shelf, customers, faults()), this::breach);
    }

    @Override
    protected ApiServer api() {
        return api;
    }

    public SimulatedAccount account() {
        return account;
    }

    /// Sets the address that messages are pushed to, as the console's "server configuration" does, but without asking
    /// there.
    public void pushesTo(URI address, PushMode pushMode) {
        callback(address);
        mode = pushMode;
    }

    /// Asks the address to prove that it is the account's; what the console's "submit" does.
    public boolean verifies() {
        String echo = Long.toString(ThreadLocalRandom.current().nextLong(1_000_000_000L, Long.MAX_VALUE));
        Pushed pushed = pusher().get(URI.create(address() + "?" + sealing.signed() + "&echostr=" + echo));
        return pushed.isTaken() && pushed.body().equals(echo);
    }

    public SimulatedCustomer customer(String openid) {
        return customers.computeIfAbsent(openid, id -> new SimulatedCustomer(this, id, clock));
    }

    /// All granted tokens become unknown, as after another program asked in the classic way.
    public void revokeTokens() {
        tokens.revoke();
    }

    /// A message as it would go over the wire now.
    public Callback seal(String xml, PushMode pushMode) {
        return sealing.seal(xml, pushMode);
    }

    Pushed push(String xml, SimulatedCustomer customer) {
        PushMode chosen = mode;
        Pushed pushed = pusher().push(address(), () -> sealing.seal(xml, chosen));
        if (pushed.isTaken()) {
            check.passive(pushed.body(), chosen, customer);
        }
        return pushed;
    }

    String keep(String type, String contentType, byte[] bytes) {
        return shelf.put(type, contentType, bytes);
    }
}
