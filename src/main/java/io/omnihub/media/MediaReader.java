package io.omnihub.media;

import io.omnihub.errand.Errands;
import io.omnihub.log.LogWorker;
import io.omnihub.message.ChannelId;
import io.omnihub.message.Entry;
import io.omnihub.store.Transaction;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Predicate;

/// Reads the log for media that still lie on a platform from which they can be fetched.
final class MediaReader implements LogWorker.Effect {

    private final Errands errands;
    private final Predicate<ChannelId> fetched;

    /// @param fetched whether somebody fetches for a channel
    MediaReader(Errands errands, Predicate<ChannelId> fetched) {
        this.errands = errands;
        this.fetched = fetched;
    }

    @Override
    public boolean concerns(Entry entry) {
        return fetched.test(entry.channel()) && !MediaParts.unfetched(entry).isEmpty();
    }

    @Override
    public void apply(Transaction tx, List<Entry> entries) throws SQLException {
        errands.add(
                tx,
                entries.stream()
                        .flatMap(entry -> MediaParts.unfetched(entry).stream().map(part -> Fetches.of(entry, part)))
                        .toList());
    }

    @Override
    public void applied(List<Entry> entries) {
        entries.stream().map(Entry::channel).map(ChannelId::value).distinct().forEach(errands::ring);
    }
}
