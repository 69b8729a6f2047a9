package io.omnihub.conversation;

import io.omnihub.conversation.EntryView.PartMedia;
import io.omnihub.log.LogReader;
import io.omnihub.message.Content;
import io.omnihub.message.ConversationId;
import io.omnihub.message.Entry;
import io.omnihub.message.EntryKind;
import io.omnihub.message.Media;
import io.omnihub.message.MediaStored;
import io.omnihub.message.TenantId;
import io.omnihub.message.Visibility;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.store.Transaction;
import io.omnihub.wire.Contents;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds out where the media of entries are: in the entry itself, or in a later one that says they were stored.
public final class EntryMedia {

    /// How many pictures and files a conversation may have got stored since the oldest entry shown.
    private static final int MOST = 2_000;

    private final LogReader log;
    private final Database database;

    EntryMedia(LogReader log, Database database) {
        this.log = log;
        this.database = database;
    }

    /// Entries of one conversation, in order, with the state of their media.
    public List<EntryView> views(List<Entry> entries) {
        return entries.isEmpty()
                ? List.of()
                : views(entries, "/api/v1/conversations/" + entries.getFirst().conversation());
    }

    /// The same for readers to whom the conversation is under another path.
    public List<EntryView> views(List<Entry> entries, String path) {
        Map<Place, MediaStored> told = entries.stream()
                .filter(EntryMedia::hasUnstored)
                .findFirst()
                .map(first -> database.read(Tenants.of(first.tenant()), tx -> told(tx, first)))
                .orElseGet(Map::of);
        return entries.stream().map(entry -> view(entry, told, path)).toList();
    }

    /// The media of one part of an entry that a reader may see, where its bytes are here.
    public Optional<Media> find(
            TenantId tenant, ConversationId conversation, long sequence, int part, Visibility sees) {
        return database.read(
                Tenants.of(tenant),
                tx -> log.find(tx, tenant, conversation, sequence)
                        .filter(entry -> entry.visibility().compareTo(sees) <= 0)
                        .flatMap(entry -> find(tx, entry, part)));
    }

    private Optional<Media> find(Transaction tx, Entry entry, int part) {
        return media(entry, part)
                .flatMap(media -> media.isStored()
                        ? Optional.of(media)
                        : Optional.ofNullable(told(tx, entry).get(new Place(entry.sequence(), part)))
                                .map(MediaStored::media)
                                .filter(Media::isStored));
    }

    private Map<Place, MediaStored> told(Transaction tx, Entry first) {
        Map<Place, MediaStored> found = new HashMap<>();
        log.ofKind(tx, first.tenant(), first.conversation(), EntryKind.MEDIA_STORED, first.sequence(), MOST)
                .forEach(entry -> {
                    if (entry.change() instanceof MediaStored stored) {
                        found.put(new Place(stored.target().sequence(), stored.part()), stored);
                    }
                });
        return found;
    }

    private static EntryView view(Entry entry, Map<Place, MediaStored> told, String path) {
        List<PartMedia> parts = new ArrayList<>();
        for (int part = 0; part < Contents.partsOf(entry.change()).size(); part++) {
            Place place = new Place(entry.sequence(), part);
            media(entry, part).ifPresent(media -> parts.add(view(place, media, told.get(place), path)));
        }
        return new EntryView(entry, parts.isEmpty() ? null : parts);
    }

    private static PartMedia view(Place place, Media sent, @Nullable MediaStored told, String path) {
        Media media = told == null ? sent : told.media();
        String href = path + "/entries/" + place.sequence() + "/parts/" + place.part() + "/media";
        String reason = told == null || told.reason().isEmpty() ? null : told.reason();
        return new PartMedia(place.part(), media.isStored(), media, media.isStored() ? href : null, reason);
    }

    private static Optional<Media> media(Entry entry, int part) {
        List<Content> parts = Contents.partsOf(entry.change());
        return part >= 0 && part < parts.size() ? media(parts.get(part)) : Optional.empty();
    }

    /// What a part consists of, or the little picture beside it where its bytes came with it.
    private static Optional<Media> media(Content part) {
        return Media.of(part).or(() -> Media.in(part).filter(Media::isStored).findFirst());
    }

    private static boolean hasUnstored(Entry entry) {
        return Contents.partsOf(entry.change()).stream()
                .anyMatch(part ->
                        Media.of(part).filter(media -> !media.isStored()).isPresent());
    }

    private record Place(long sequence, int part) {}
}
