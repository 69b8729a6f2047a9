package io.omnihub.desk;

import io.omnihub.desk.EntryView.PartMedia;
import io.omnihub.log.LogReader;
import io.omnihub.message.Content;
import io.omnihub.message.Entry;
import io.omnihub.message.EntryKind;
import io.omnihub.message.Media;
import io.omnihub.message.MediaStored;
import io.omnihub.store.Transaction;
import io.omnihub.wire.Contents;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds out where the media of entries are: in the entry itself, or in a later one that says they were stored.
final class EntryMedia {

    /// How many pictures and files a conversation may have got stored since the oldest entry shown.
    private static final int MOST = 2_000;

    private final LogReader log;

    EntryMedia(LogReader log) {
        this.log = log;
    }

    /// Entries of one conversation, in order, with the state of their media.
    List<EntryView> views(Transaction tx, List<Entry> entries) {
        return entries.isEmpty()
                ? List.of()
                : views(
                        tx,
                        entries,
                        "/api/v1/conversations/" + entries.getFirst().conversation());
    }

    /// The same for readers to whom the conversation is under another path.
    List<EntryView> views(Transaction tx, List<Entry> entries, String path) {
        Map<Place, Media> stored = entries.stream()
                .filter(EntryMedia::hasUnstored)
                .findFirst()
                .map(first -> stored(tx, first))
                .orElseGet(Map::of);
        return entries.stream().map(entry -> view(entry, stored, path)).toList();
    }

    /// The media of one part, where its bytes are here.
    Optional<Media> find(Transaction tx, Entry entry, int part) {
        return media(entry, part)
                .flatMap(media -> media.isStored()
                        ? Optional.of(media)
                        : Optional.ofNullable(stored(tx, entry).get(new Place(entry.sequence(), part))));
    }

    private Map<Place, Media> stored(Transaction tx, Entry first) {
        Map<Place, Media> found = new HashMap<>();
        log.ofKind(tx, first.tenant(), first.conversation(), EntryKind.MEDIA_STORED, first.sequence(), MOST)
                .forEach(entry -> {
                    if (entry.change() instanceof MediaStored stored) {
                        found.put(new Place(stored.target().sequence(), stored.part()), stored.media());
                    }
                });
        return found;
    }

    private static EntryView view(Entry entry, Map<Place, Media> stored, String path) {
        List<PartMedia> parts = new ArrayList<>();
        for (int part = 0; part < Contents.partsOf(entry.change()).size(); part++) {
            Place place = new Place(entry.sequence(), part);
            media(entry, part).ifPresent(media -> parts.add(view(place, stored.getOrDefault(place, media), path)));
        }
        return new EntryView(entry, parts.isEmpty() ? null : parts);
    }

    private static PartMedia view(Place place, Media media, String path) {
        String href = path + "/entries/" + place.sequence() + "/parts/" + place.part() + "/media";
        return new PartMedia(place.part(), media.isStored(), media, media.isStored() ? href : null);
    }

    private static Optional<Media> media(Entry entry, int part) {
        List<Content> parts = Contents.partsOf(entry.change());
        return part >= 0 && part < parts.size() ? Media.of(parts.get(part)) : Optional.empty();
    }

    private static boolean hasUnstored(Entry entry) {
        return Contents.partsOf(entry.change()).stream()
                .anyMatch(part ->
                        Media.of(part).filter(media -> !media.isStored()).isPresent());
    }

    private record Place(long sequence, int part) {}
}
