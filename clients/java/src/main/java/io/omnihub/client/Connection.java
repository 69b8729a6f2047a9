package io.omnihub.client;

import io.omnihub.client.Outbox.Blame;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/// The WebSocket, which comes again by itself and is the way of the outbox. All of it happens on the loop.
final class Connection implements Outbox.Way {

    /// What an attempt needs, which may have to be asked for.
    static final class Opening {
        final String url;
        final Map<String, @Nullable Object> hello;

        Opening(String url, Map<String, @Nullable Object> hello) {
            this.url = url;
            this.hello = hello;
        }
    }

    /// Who uses a connection.
    interface User {
        /// Waits for what an attempt needs; called by another thread than the loop's.
        Opening opening() throws Exception;

        void frame(Map<String, @Nullable Object> frame);

        /// @param code what it was closed with; 0 for none
        void state(ConnectionState state, int code);
    }

    private static final long FIRST_DELAY = 500;
    private static final long LONGEST_DELAY = 30_000;

    /// A connection that stood for so long was a good one.
    private static final long STEADY = 10_000;

    /// The hub cuts whoever says nothing within 90 s.
    private static final long PING_EVERY = 30_000;

    private static final long SILENCE = 90_000;
    private static final long PATIENCE = 10_000;

    /// So long an answer is waited for where there is reason to doubt the connection.
    private static final long PROBE = 2_500;

    /// What was sent so long before has not broken it.
    private static final long AT_ONCE = 2_000;

    private static final Map<String, @Nullable Object> PING = Collections.singletonMap("type", "ping");
    private static final int TIMES = 3;
    private static final int NORMAL = 1000;
    private static final int LEFT = 4000;
    private static final int RESTART = 1012;
    private static final int TOO_MANY = 4429;

    /// Close codes after which coming again would do the same harm again.
    private static final Set<Integer> FINAL = new HashSet<>(Arrays.asList(1002, 1003, 4400, 4403));

    /// Close codes that a frame of ours has caused, and what is said of that frame.
    private static final Map<Integer, String> CAUSED = caused();

    private final Loop loop;
    private final Executor asking;
    private final OkHttpClient http;
    private final Encoding encoding;
    private final Outbox outbox;
    private final User user;

    private @Nullable WebSocket socket;
    private @Nullable Object current;
    private boolean opening;
    private boolean live;
    private boolean stopped;
    private int attempt;
    private long began;
    private long heardAt;
    private long sentAt;
    private Loop.@Nullable Later retry;
    private Loop.@Nullable Later deadline;
    private Loop.@Nullable Later pinging;
    private Loop.@Nullable Later probing;

    Connection(Loop loop, Executor asking, OkHttpClient http, Encoding encoding, Outbox outbox, User user) {
        this.loop = loop;
        this.asking = asking;
        this.http = http;
        this.encoding = encoding;
        this.outbox = outbox;
        this.user = user;
    }

    void connect() {
        if (stopped || current != null) {
            return;
        }
        retry = calledOff(retry);
        if (opening) {
            // The app's own server has not yet answered an earlier attempt.
            again(backoff(), 0);
            return;
        }
        opening = true;
        Object mine = new Object();
        current = mine;
        began = now();
        deadline = loop.in(PATIENCE, () -> giveUp());
        user.state(ConnectionState.CONNECTING, 0);
        asking.execute(() -> {
            try {
                Opening found = user.opening();
                loop.now(() -> open(mine, found));
            } catch (Exception e) {
                loop.now(() -> failed(mine));
            }
        });
    }

    void stop() {
        stopped = true;
        retry = calledOff(retry);
        WebSocket open = socket;
        forget(Blame.NONE, null);
        if (open != null) {
            open.close(NORMAL, null);
        }
        user.state(ConnectionState.ENDED, 0);
    }

    /// The device may have slept, or have another network: a connection that only seems to stand is left.
    void wake() {
        if (live) {
            probe();
        } else if (current == null) {
            connect();
        } else if (now() - began > PROBE) {
            leave();
        }
    }

    /// What may be lost is lost where there is no connection.
    boolean tell(Map<String, @Nullable Object> frame) {
        return tell(form(frame));
    }

    @Override
    public ByteString form(Map<String, @Nullable Object> frame) {
        return encoding.write(frame);
    }

    @Override
    public void send(ByteString frame) {
        sentAt = now();
        tell(frame);
    }

    private boolean tell(ByteString frame) {
        WebSocket open = socket;
        return live && open != null && send(open, frame);
    }

    private boolean send(WebSocket open, ByteString frame) {
        return encoding.isBinary() ? open.send(frame) : open.send(frame.utf8());
    }

    @Override
    public void stuck(int times) {
        if (times < TIMES) {
            probe();
        } else {
            leave();
        }
    }

    private void failed(Object mine) {
        opening = false;
        if (mine.equals(current)) {
            giveUp();
        }
    }

    private void open(Object mine, Opening found) {
        opening = false;
        if (!mine.equals(current)) {
            return;
        }
        heardAt = now();
        pinging = loop.every(PING_EVERY, this::ping);
        Request request = new Request.Builder()
                .url(found.url)
                .header("Sec-WebSocket-Protocol", encoding.subprotocol())
                .build();
        socket = http.newWebSocket(request, new WebSocketListener() {
            @Override
            public void onOpen(WebSocket opened, Response response) {
                send(opened, form(found.hello));
            }

            @Override
            public void onMessage(WebSocket from, String text) {
                came(from, ByteString.encodeUtf8(text), false);
            }

            @Override
            public void onMessage(WebSocket from, ByteString bytes) {
                came(from, bytes, true);
            }

            private void came(WebSocket from, ByteString frame, boolean isBinary) {
                if (isBinary != encoding.isBinary()) {
                    from.close(1003, null);
                    return;
                }
                loop.now(() -> {
                    if (mine.equals(current)) {
                        read(frame);
                    }
                });
            }

            @Override
            public void onClosing(WebSocket closing, int code, String reason) {
                closing.close(NORMAL, null);
                ended(code, reason);
            }

            @Override
            public void onFailure(WebSocket failed, Throwable cause, @Nullable Response response) {
                // 4429 has a twin at the handshake.
                ended(response != null && response.code() == 429 ? TOO_MANY : 0, "");
            }

            private void ended(int code, String reason) {
                loop.now(() -> {
                    if (mine.equals(current)) {
                        closed(code, reason);
                    }
                });
            }
        });
    }

    private void read(ByteString bytes) {
        heardAt = now();
        probing = calledOff(probing);
        Map<String, @Nullable Object> frame;
        try {
            frame = encoding.read(bytes);
        } catch (IllegalArgumentException e) {
            // One frame that can't be read stops none of those behind it.
            return;
        }
        boolean welcome = "welcome".equals(frame.get("type"));
        if (welcome) {
            deadline = calledOff(deadline);
            began = now();
            live = true;
            outbox.limit(Json.number(frame.get("largestFrame")), Json.number(frame.get("longestText")));
            user.state(ConnectionState.LIVE, 0);
        }
        user.frame(frame);
        if (welcome) {
            outbox.open(this);
        }
    }

    private void closed(int code, String reason) {
        if (live && now() - began > STEADY) {
            attempt = 0;
        }
        String caused = CAUSED.get(code);
        boolean broken = code == 0 || code == 1005 || code == 1006 || code == 1011;
        Blame blame = caused != null ? Blame.CERTAIN : broken && now() - sentAt < AT_ONCE ? Blame.PERHAPS : Blame.NONE;
        boolean ended = forget(blame, caused == null ? null : new Problem(caused, "", false));
        if (FINAL.contains(code) && !ended) {
            stopped = true;
            user.state(ConnectionState.ENDED, code);
        } else if (code == RESTART) {
            again(ThreadLocalRandom.current().nextLong(milliseconds(reason, 1000) + 1), code);
        } else if (code == TOO_MANY) {
            again(milliseconds(reason, LONGEST_DELAY) + backoff(), code);
        } else {
            again(backoff(), code);
        }
    }

    private void ping() {
        if (now() - heardAt > SILENCE) {
            giveUp();
        } else {
            tell(PING);
        }
    }

    private void probe() {
        if (probing == null && live) {
            probing = loop.in(PROBE, this::leave);
            tell(PING);
        }
    }

    private void leave() {
        drop();
        again(0, 0);
    }

    private void giveUp() {
        drop();
        again(backoff(), 0);
    }

    private void drop() {
        WebSocket open = socket;
        forget(Blame.NONE, null);
        if (open != null) {
            open.close(LEFT, null);
            open.cancel();
        }
    }

    private void again(long delay, int code) {
        if (!stopped) {
            user.state(ConnectionState.DOWN, code);
            retry = loop.in(delay, this::connect);
        }
    }

    private long backoff() {
        long longest = Math.min(LONGEST_DELAY, FIRST_DELAY << Math.min(attempt++, 10));
        return longest / 2 + ThreadLocalRandom.current().nextLong(longest / 2 + 1);
    }

    private boolean forget(Blame blame, @Nullable Problem problem) {
        deadline = calledOff(deadline);
        probing = calledOff(probing);
        pinging = calledOff(pinging);
        current = null;
        socket = null;
        live = false;
        return outbox.shut(this, blame, problem);
    }

    private static Loop.@Nullable Later calledOff(Loop.@Nullable Later later) {
        if (later != null) {
            later.callOff();
        }
        return null;
    }

    private static long milliseconds(String reason, long otherwise) {
        try {
            return Math.min(Math.max(0, Long.parseLong(reason.trim())), 60 * 60 * 1000L);
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    private static long now() {
        return System.nanoTime() / 1_000_000;
    }

    private static Map<Integer, String> caused() {
        Map<Integer, String> caused = new HashMap<>();
        caused.put(1002, "unreadable");
        caused.put(1003, "unreadable");
        caused.put(1007, "unreadable");
        caused.put(1008, "refused");
        caused.put(1009, "too-large");
        caused.put(4400, "unreadable");
        caused.put(4403, "forbidden");
        return Collections.unmodifiableMap(caused);
    }
}
