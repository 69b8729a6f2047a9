package io.omnihub.client;

import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Hands on the conversation's entries once and in order, and sees what is missing: each names the one before it that the
/// user may see.
final class Following {

    /// What comes too early waits; what is more than this is asked for again.
    private static final int MOST_AHEAD = 500;

    private final TreeMap<Long, Entry> ahead = new TreeMap<>();
    private final Consumer<Entry> next;
    private boolean begun;
    private long last;
    private long end;

    Following(Consumer<Entry> next) {
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

    /// Takes what was asked for: all that follows the last one, or the last ones that there are.
    void takePage(List<Entry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        if (!begun) {
            after(entries.get(0).previous());
        }
        for (Entry entry : entries) {
            take(entry);
        }
    }

    private void handOn() {
        while (!ahead.isEmpty() && ahead.firstEntry().getValue().previous() <= last) {
            Entry first = ahead.pollFirstEntry().getValue();
            if (first.sequence() > last) {
                last = first.sequence();
                next.accept(first);
            }
        }
    }
}
