package io.omnihub.media;

import io.omnihub.log.LogWorker;
import io.omnihub.message.ChannelId;
import io.omnihub.message.Entry;
import io.omnihub.store.Transaction;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/// Reads the log for media that still lie on a platform from which they can be fetched.
final class MediaReader implements LogWorker.Effect {

    private final Fetches fetches;
    private final Set<ChannelId> channels;
    private final Clock clock;
    private final Runnable wake;

    /// @param channels those that can fetch
    MediaReader(Fetches fetches, Set<ChannelId> channels, Clock clock, Runnable wake) {
        this.fetches = fetches;
        this.channels = Set.copyOf(channels);
        this.clock = clock;
        this.wake = wake;
    }

    @Override
    public boolean concerns(Entry entry) {
        return channels.contains(entry.channel())
                && !MediaParts.unfetched(entry).isEmpty();
    }

    @Override
    public void apply(Transaction tx, List<Entry> entries) {
        long now = clock.millis();
        for (Entry entry : entries) {
            MediaParts.unfetched(entry).forEach(part -> fetches.add(tx, entry, part, now));
        }
    }

    @Override
    public void applied(List<Entry> entries) {
        wake.run();
    }
}
