package io.omnihub.media;

import io.omnihub.log.LogReader;
import io.omnihub.message.ConversationId;
import io.omnihub.message.Media;
import io.omnihub.message.Visibility;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.store.Transaction;
import java.util.List;
import java.util.Optional;

/// Finds files where somebody is shown them: who sees a file in a conversation may send it on.
final class ShownFiles {

    /// A file that stands in very many entries is looked for in so many of them.
    private static final int MOST = 50;

    private final Database database;
    private final LogReader log;

    ShownFiles(Database database, LogReader log) {
        this.database = database;
        this.log = log;
    }

    /// What stands under a hash in a conversation that somebody sees, with the name that the sender gives it.
    Optional<Media> find(Uploader to, String blob, String fileName) {
        return database.read(
                        Tenants.of(to.tenant()),
                        tx -> uses(tx, to, blob).stream()
                                .flatMap(use -> log.find(tx, to.tenant(), use.conversation(), use.sequence()).stream())
                                .filter(entry -> to.own() == null || entry.visibility() == Visibility.EVERYONE)
                                .flatMap(BlobUses::media)
                                .filter(media -> media.blob().equals(blob))
                                .findFirst())
                .map(media -> Media.stored(blob, media.contentType(), media.size(), fileName));
    }

    private static List<Use> uses(Transaction tx, Uploader to, String blob) {
        String tenant = to.tenant().value();
        ConversationId own = to.own();
        return tx.sql()
                .sql("select conversation, sequence from blob_use where blob = ? and tenant = ?"
                        + (own == null ? "" : " and conversation = ?")
                        + " order by conversation, sequence desc limit " + MOST)
                .params(own == null ? List.of(blob, tenant) : List.of(blob, tenant, own.value()))
                .query((rows, _) -> new Use(new ConversationId(rows.getString(1)), rows.getLong(2)))
                .list();
    }

    private record Use(ConversationId conversation, long sequence) {}
}
