package io.omnihub.record;

import io.omnihub.conversation.Commands;
import io.omnihub.conversation.Conversation;
import io.omnihub.conversation.Outcome;
import io.omnihub.message.BusinessRecord;
import io.omnihub.message.BusinessRecord.Tell;
import io.omnihub.message.Command;
import io.omnihub.message.ContactChange;
import io.omnihub.message.ContactId;
import io.omnihub.message.Content;
import io.omnihub.message.ConversationId;
import io.omnihub.message.Keys;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.wire.RecordJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// Tells open conversations of their contact's records: by a card, where the record says so, once for each version; and
/// else by an entry that says no more than that something has changed, so that whoever looks at the contact looks
/// again.
///
/// What is to be told by a card stands in the database since the record does, and goes when it was told. Where no
/// conversation is open it waits nowhere else than in the contact's panel.
final class RecordTelling {

    private static final int AT_ONCE = 100;
    private static final int MOST_WAITING = 2_000;

    /// One record is of one person, whom several channels may know.
    private static final int MOST_MEANT = 10;

    private final Database database;
    private final RecordOwners owners;
    private final Commands commands;
    private final BlockingQueue<Told> changed = new ArrayBlockingQueue<>(MOST_WAITING);
    private volatile Runnable wake = () -> {};

    RecordTelling(Database database, RecordOwners owners, Commands commands) {
        this.database = database;
        this.owners = owners;
        this.commands = commands;
    }

    /// @param waker is called when there is something to tell
    void wakes(Runnable waker) {
        wake = waker;
    }

    /// Records have changed. In a flood some are not told: whoever looks later sees them all the same.
    void changed(List<Told> all) {
        boolean any = false;
        for (Told told : all) {
            any |= told.record().tell() != Tell.NOBODY || changed.offer(told);
        }
        if (any) {
            wake.run();
        }
    }

    /// Tells what there is to tell.
    void step() {
        List<Notice> notices = notices();
        while (!notices.isEmpty()) {
            for (Notice notice : notices) {
                tell(notice);
                forget(notice);
            }
            notices = notices.size() < AT_ONCE ? List.of() : notices();
        }
        hint();
    }

    /// Whether all that is stored to be told was told.
    boolean isIdle() {
        return notices().isEmpty();
    }

    private List<Notice> notices() {
        return database.read(
                Tenants.ALL,
                tx -> tx.sql()
                        .sql(
                                "select record, number, tenant, body from record_notice order by at, record, number limit ?")
                        .params(AT_ONCE)
                        .query((row, _) -> new Notice(
                                row.getString(1),
                                row.getLong(2),
                                new TenantId(row.getString(3)),
                                RecordJson.decode(row.getBytes(4))))
                        .list());
    }

    private void forget(Notice notice) {
        database.write(
                Tenants.of(notice.tenant),
                tx -> tx.sql()
                        .sql("delete from record_notice where tenant = ? and record = ? and number = ?")
                        .params(notice.tenant.value(), notice.id, notice.number)
                        .update());
    }

    /// A card to the customer where the record and the channel allow it, else one for the agents.
    private void tell(Notice notice) {
        BusinessRecord record = notice.record;
        List<Conversation> open =
                owners.open(notice.tenant, owners.contacts(notice.tenant, record.contacts(), MOST_MEANT));
        if (open.isEmpty()) {
            return;
        }
        Conversation conversation = open.getFirst();
        String key = Keys.event("record:" + notice.id + "@" + notice.number);
        boolean told = record.tell() == Tell.CUSTOMER
                && (reply(conversation, key, RecordCard.card(record))
                        || reply(conversation, key, RecordCard.text(record)));
        if (!told) {
            Command note = new Command.Note(List.of(RecordCard.card(record)), 0);
            var _ = Commands.await(commands.tell(conversation, key, note));
        }
    }

    /// @return whether the conversation has it, now or since before
    private boolean reply(Conversation conversation, String key, Content content) {
        Outcome outcome =
                Commands.await(commands.tell(conversation, key, new Command.Reply(List.of(content), null, 0)));
        return !(outcome instanceof Outcome.Refused refused) || refused.reason() == Outcome.Reason.KEY_CONFLICT;
    }

    private void hint() {
        List<Told> all = new ArrayList<>();
        changed.drainTo(all);
        Map<TenantId, Set<BusinessRecord.KnownBy>> known = new LinkedHashMap<>();
        all.forEach(told ->
                known.computeIfAbsent(told.tenant(), _ -> new LinkedHashSet<>()).addAll(told.contacts()));
        known.forEach((tenant, some) -> {
            Map<ConversationId, Conversation> open = new LinkedHashMap<>();
            List<BusinessRecord.KnownBy> left = List.copyOf(some);
            for (int from = 0; from < left.size(); from += AT_ONCE) {
                List<ContactId> contacts =
                        owners.contacts(tenant, left.subList(from, Math.min(from + AT_ONCE, left.size())), AT_ONCE);
                owners.open(tenant, contacts).forEach(each -> open.putIfAbsent(each.id(), each));
            }
            open.values()
                    .forEach(conversation -> Commands.await(commands.tell(
                            conversation,
                            Keys.event("records:" + UUID.randomUUID()),
                            new ContactChange("", "", Map.of()))));
        });
    }

    private record Notice(String id, long number, TenantId tenant, BusinessRecord record) {}
}
