package io.omnihub.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/// What was written and is not yet stored by the hub, in the order in which it was written. The rules are those of
/// docs/websocket.md, "What a client does with what is not yet acknowledged": one is on its way at a time, and the
/// next one follows once the hub has stored it or refused it for good.
final class Outbox {

    /// A connection as the outbox sees it.
    interface Way {
        /// The bytes that a frame is on it.
        ///
        /// @throws IllegalArgumentException where it can't be written
        ByteString form(Map<String, @Nullable Object> frame);

        void send(ByteString frame);

        /// What was sent last has had no answer for so many times ten seconds.
        void stuck(int times);
    }

    /// Whether a connection ended by what was on its way.
    enum Blame {
        NONE,
        PERHAPS,
        CERTAIN
    }

    private static final long PATIENCE = 10_000;
    private static final long SHORTEST_WAIT = 100;
    private static final long LONGEST_WAIT = 60 * 60 * 1000L;

    /// So often in a row, and for so long, something may go wrong with one before it is given up for those behind it.
    private static final int STRIKES = 5;

    private static final long STRUCK = 60_000;

    /// The hub knows a client id for 30 days; long before, nothing is sent by itself any more.
    private static final long FRESH = 7 * 24 * 60 * 60 * 1000L;

    private final Loop loop;
    private final Listener listener;
    private final Shelf shelf;
    private final List<Unsent> waiting = new ArrayList<>();
    private long lastAt;
    private long largestFrame = 128 * 1024;
    private long longestText = 64 * 1024;

    private @Nullable Way way;
    private @Nullable String sent;
    private Loop.@Nullable Later patience;
    private Loop.@Nullable Later pause;
    private int strikes;
    private long struck;

    Outbox(Loop loop, Shelf shelf, Listener listener) {
        this.loop = loop;
        this.shelf = shelf;
        this.listener = listener;
    }

    List<Unsent> all() {
        return new ArrayList<>(waiting);
    }

    /// Takes over what was left; what is old has failed.
    void restore() {
        for (Unsent each : kept()) {
            lastAt = Math.max(lastAt, each.at());
            waiting.add(each);
            listener.unsent(each);
            if (each.problem() == null && each.at() < System.currentTimeMillis() - FRESH) {
                fail(each, new Problem("expired", "", true));
            }
        }
    }

    /// Nothing is sent any more. What is unsent stays on its shelf.
    void stop() {
        unsend();
        resume();
    }

    void limit(long frame, long text) {
        largestFrame = frame > 0 ? frame : largestFrame;
        longestText = text > 0 ? text : longestText;
    }

    void add(String clientId, List<Part> parts) {
        put(new Unsent(clientId, parts, System.currentTimeMillis(), null));
        next();
    }

    /// Tries once more what has failed, as the last. It gets a new client id, unless the hub may know the old one.
    void again(String clientId) {
        Unsent failed = find(clientId);
        if (failed == null || failed.problem() == null) {
            return;
        }
        waiting.remove(failed);
        if (failed.problem().isDoubtful()) {
            add(clientId, failed.parts());
        } else {
            // Kept under its new name before it goes under its old one.
            add(Ids.next(), failed.parts());
            drop(failed);
        }
    }

    /// Gives up what has failed.
    void discard(String clientId) {
        Unsent failed = find(clientId);
        if (failed != null && failed.problem() != null) {
            remove(failed);
        }
    }

    void open(Way opened) {
        unsend();
        way = opened;
        next();
    }

    /// @return whether this ended one
    boolean shut(Way shut, Blame blame, @Nullable Problem problem) {
        if (!shut.equals(way)) {
            return false;
        }
        Unsent on = sent == null ? null : find(sent);
        way = null;
        unsend();
        return on != null && strike(on, blame, problem);
    }

    void acknowledged(String clientId, long sequence) {
        Unsent stored = find(clientId);
        if (stored != null) {
            remove(stored);
            listener.stored(clientId, sequence);
            next();
        }
    }

    void refused(String clientId, Problem problem) {
        Unsent refused = find(clientId);
        if (refused != null) {
            fail(refused, problem);
            next();
        }
    }

    void busy(String clientId, long retryAfter) {
        if (clientId.equals(sent)) {
            unsend();
            resume();
            long wait = Math.min(Math.max(retryAfter, SHORTEST_WAIT), LONGEST_WAIT);
            pause = loop.in(wait, () -> {
                resume();
                next();
            });
        }
    }

    private void next() {
        Way open = way;
        if (open == null || sent != null || pause != null) {
            return;
        }
        for (Unsent each : new ArrayList<>(waiting)) {
            if (each.problem() == null) {
                Problem problem = send(open, each);
                if (problem == null) {
                    return;
                }
                fail(each, problem);
            }
        }
    }

    /// @return why it is not sent; null where it is
    private @Nullable Problem send(Way open, Unsent unsent) {
        ByteString frame;
        try {
            frame = open.form(unsent.frame());
        } catch (IllegalArgumentException e) {
            return new Problem("invalid", String.valueOf(e.getMessage()), false);
        }
        Problem problem = tooLarge(unsent, frame.size());
        if (problem == null) {
            send(open, unsent, frame);
        }
        return problem;
    }

    private void send(Way open, Unsent unsent, ByteString frame) {
        int[] times = {0};
        sent = unsent.clientId();
        patience = loop.every(PATIENCE, () -> open.stuck(++times[0]));
        open.send(frame);
    }

    private boolean strike(Unsent on, Blame blame, @Nullable Problem problem) {
        if (blame == Blame.NONE) {
            return false;
        }
        if (blame == Blame.PERHAPS) {
            long now = System.currentTimeMillis();
            if (strikes++ == 0) {
                struck = now;
            }
            if (strikes < STRIKES || now - struck < STRUCK) {
                return false;
            }
        }
        fail(on, problem == null ? new Problem("unanswered", "", true) : problem);
        return true;
    }

    private void fail(Unsent unsent, Problem problem) {
        Unsent failed = unsent.failed(problem);
        waiting.set(waiting.indexOf(unsent), failed);
        keep(failed);
        release(failed.clientId());
        listener.unsent(failed);
    }

    private void put(Unsent unsent) {
        lastAt = Math.max(unsent.at(), lastAt + 1);
        Unsent last = unsent.at(lastAt);
        waiting.add(last);
        keep(last);
        listener.unsent(last);
    }

    private void remove(Unsent unsent) {
        waiting.remove(unsent);
        drop(unsent);
        release(unsent.clientId());
    }

    /// What waits no longer is not waited for.
    private void release(String clientId) {
        strikes = 0;
        if (clientId.equals(sent)) {
            unsend();
        }
    }

    private void unsend() {
        if (patience != null) {
            patience.callOff();
            patience = null;
        }
        sent = null;
    }

    private void resume() {
        if (pause != null) {
            pause.callOff();
            pause = null;
        }
    }

    private @Nullable Unsent find(String clientId) {
        for (Unsent each : waiting) {
            if (each.clientId().equals(clientId)) {
                return each;
            }
        }
        return null;
    }

    private @Nullable Problem tooLarge(Unsent unsent, int size) {
        for (Part part : unsent.parts()) {
            int length = part.text().getBytes(StandardCharsets.UTF_8).length;
            if (length > longestText) {
                return tooLarge(length, longestText);
            }
        }
        return size > largestFrame ? tooLarge(size, largestFrame) : null;
    }

    private static Problem tooLarge(long size, long most) {
        return new Problem("too-large", size + " bytes where " + most + " are the most", false);
    }

    private void keep(Unsent unsent) {
        try {
            shelf.put(unsent);
        } catch (IOException e) {
            listener.storeFailed(e);
        }
    }

    private void drop(Unsent unsent) {
        try {
            shelf.remove(unsent);
        } catch (IOException e) {
            listener.storeFailed(e);
        }
    }

    private List<Unsent> kept() {
        try {
            return shelf.all();
        } catch (IOException e) {
            listener.storeFailed(e);
            return new ArrayList<>();
        }
    }
}
