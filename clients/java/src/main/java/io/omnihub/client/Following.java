package io.omnihub.client;

import java.util.List;
import java.util.TreeMap;

/// Hands on the conversation's entries once and in order, and sees what is missing: each names the one before it that
/// the user may see.
final class Following {

    /// Is given the entries.
    interface Next {
        void entry(Entry entry);
    }

    /// What comes too early waits; what is more than this is asked for again.
    private static final int MOST_AHEAD = 500;

    private final TreeMap<Long, Entry> ahead = new TreeMap<>();
    private final Next next;
    private boolean begun;
    private long last;
    private long end;

    Following(Next next) {
        this.next = next;
    }

    /// Everything after this is wanted.
    void after(long sequence) {
        begun = true;
        last = sequence;
    }

    void forget() {
        ahead.clear();
        begun = false;
        last = 0;
        end = 0;
    }

    /// Whether there is a place from which on everything is wanted.
    boolean hasBegun() {
        return begun;
    }

    long last() {
        return last;
    }

    /// The hub has said that there is one of this number.
    void reaches(long sequence) {
        end = Math.max(end, sequence);
    }

    /// Whether something is there that has not come.
    boolean isBehind() {
        return !ahead.isEmpty() || last < end;
    }

    void take(Entry entry) {
        if (begun) {
            ahead.put(entry.sequence(), entry);
            handOn();
            while (ahead.size() > MOST_AHEAD) {
                ahead.pollLastEntry();
            }
        }
        reaches(entry.sequence());
    }

    /// Takes what was asked for: all that follows the last one, or, where nothing has begun, the last ones that there
    /// are. Of what is kept no more, the hub tells nothing: such a gap is passed over.
    ///
    /// @param more whether there are further ones
    void takePage(List<Entry> entries, boolean more) {
        if (!entries.isEmpty()) {
            after(Math.max(last, entries.get(0).previous()));
        } else if (!begun || !more) {
            after(ahead.isEmpty() ? end : ahead.firstEntry().getValue().previous());
        }
        for (Entry entry : entries) {
            take(entry);
        }
        handOn();
    }

    private void handOn() {
        while (!ahead.isEmpty() && ahead.firstEntry().getValue().previous() <= last) {
            Entry first = ahead.pollFirstEntry().getValue();
            if (first.sequence() > last) {
                last = first.sequence();
                next.entry(first);
            }
        }
    }
}
