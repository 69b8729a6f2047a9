package io.omnihub.channel.thread;

import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.store.Transaction;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Which thread a message belongs to, by the ids that it has and names; and what is to be remembered of a thread in
/// order to answer in it.
public final class Threads {

    /// What nobody has named.
    private static final String NOBODY = "";

    /// Before the id of a message or an answer, whose notes stand among those of threads.
    private static final String MESSAGE = "message ";
    private static final String ANSWER = "answer ";

    private final Database database;
    private final Clock clock;

    public Threads(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// Finds the thread of each message, and remembers all its ids as ones of that thread, in one transaction. The same
    /// message gives the same each time.
    ///
    /// @param arrivals in the order in which they came: each may belong to the thread of one before it
    /// @return as many, in the same order
    public List<Place> place(TenantId tenant, InboxId inbox, List<Arrival> arrivals) {
        return database.write(Tenants.of(tenant), tx -> {
            List<Place> places = new ArrayList<>();
            for (Arrival arrival : arrivals) {
                places.add(place(tx, tenant, inbox, arrival));
            }
            return places;
        });
    }

    private Place place(Transaction tx, TenantId tenant, InboxId inbox, Arrival arrival) {
        String id = arrival.id();
        Map<String, Row> known = find(tx, tenant, inbox, id, arrival.named());
        Row own = known.get(id);
        boolean reused =
                own != null && !own.bearer().equals(NOBODY) && !own.bearer().equals(arrival.print());
        String thread = arrival.otherwise();
        boolean begins = true;
        if (own != null && !reused) {
            thread = own.thread();
            begins = own.begins();
        } else {
            Optional<Row> found = arrival.named().stream()
                    .filter(known::containsKey)
                    .map(known::get)
                    .findFirst();
            if (found.isPresent()) {
                thread = found.get().thread();
                begins = false;
            }
        }
        if (!id.isEmpty() && !reused) {
            bear(tx, tenant, inbox, id, thread, arrival.print(), begins);
        }
        for (String each : arrival.named()) {
            if (!known.containsKey(each)) {
                name(tx, tenant, inbox, each, thread);
            }
        }
        if (own == null || !own.bearer().equals(arrival.print())) {
            note(tx, tenant, inbox, thread, arrival.note(), arrival.trusted());
            if (arrival.trusted() && !id.isEmpty()) {
                String message = MESSAGE + (reused ? id + "#" + arrival.print() : id);
                note(tx, tenant, inbox, message, arrival.note(), false);
            }
        }
        return new Place(thread, begins, reused);
    }

    /// Which thread an id is of, if any.
    public Optional<String> find(TenantId tenant, InboxId inbox, List<String> named) {
        Map<String, Row> known = database.read(Tenants.of(tenant), tx -> find(tx, tenant, inbox, NOBODY, named));
        return named.stream()
                .filter(known::containsKey)
                .map(each -> Objects.requireNonNull(known.get(each)).thread())
                .findFirst();
    }

    /// What was remembered of a thread.
    public Optional<String> noted(TenantId tenant, InboxId inbox, String thread) {
        return database.read(Tenants.of(tenant), tx -> noted(tx, tenant, inbox, thread));
    }

    /// How to give an answer: as it was settled before; else as its message wants it, or the thread where nothing is
    /// known of that.
    ///
    /// @param answer  tells it from all others of the inbox
    /// @param message the id of what it answers; empty for none
    public Optional<String> noted(TenantId tenant, InboxId inbox, String thread, String answer, String message) {
        return database.read(
                Tenants.of(tenant),
                tx -> noted(tx, tenant, inbox, ANSWER + answer)
                        .or(() -> noted(tx, tenant, inbox, MESSAGE + message))
                        .or(() -> noted(tx, tenant, inbox, thread)));
    }

    /// Settles how to give an answer, for all tries of it: the first one counts.
    public void settle(TenantId tenant, InboxId inbox, String answer, String note) {
        database.write(Tenants.of(tenant), tx -> note(tx, tenant, inbox, ANSWER + answer, note, false));
    }

    private static Optional<String> noted(Transaction tx, TenantId tenant, InboxId inbox, String of) {
        return tx.sql()
                .sql("select note from thread_note where tenant = ? and inbox = ? and thread = ?")
                .params(tenant.value(), inbox.value(), of)
                .query((row, _) -> row.getString(1))
                .optional();
    }

    private int note(Transaction tx, TenantId tenant, InboxId inbox, String thread, String note, boolean trusted) {
        return tx.sql()
                .sql("insert into thread_note (tenant, inbox, thread, note, at) values (?, ?, ?, ?, ?)"
                        + " on conflict (tenant, inbox, thread) do "
                        + (trusted ? "update set note = excluded.note, at = excluded.at" : "nothing"))
                .params(tenant.value(), inbox.value(), thread, note, clock.millis())
                .update();
    }

    private static Map<String, Row> find(
            Transaction tx, TenantId tenant, InboxId inbox, String id, List<String> named) {
        List<String> wanted = new ArrayList<>(named);
        if (!id.isEmpty()) {
            wanted.add(id);
        }
        Map<String, Row> rows = new LinkedHashMap<>();
        if (wanted.isEmpty()) {
            return rows;
        }
        String marks = String.join(", ", Collections.nCopies(wanted.size(), "?"));
        tx.sql()
                .sql("select alias, thread, bearer, begins from thread_alias"
                        + " where tenant = ? and inbox = ? and alias in (" + marks + ")")
                .param(tenant.value())
                .param(inbox.value())
                .params(wanted)
                .query((row, _) -> new Row(row.getString(1), row.getString(2), row.getString(3), row.getInt(4) == 1))
                .list()
                .forEach(row -> rows.put(row.alias(), row));
        return rows;
    }

    private void bear(
            Transaction tx, TenantId tenant, InboxId inbox, String id, String thread, String print, boolean begins) {
        tx.sql()
                .sql("""
                        insert into thread_alias (tenant, inbox, alias, thread, bearer, begins, told_at)
                        values (?, ?, ?, ?, ?, ?, ?)
                        on conflict (tenant, inbox, alias)
                        do update set bearer = excluded.bearer, told_at = excluded.told_at""")
                .params(tenant.value(), inbox.value(), id, thread, print, begins ? 1 : 0, clock.millis())
                .update();
    }

    private void name(Transaction tx, TenantId tenant, InboxId inbox, String id, String thread) {
        tx.sql()
                .sql("""
                        insert into thread_alias (tenant, inbox, alias, thread, bearer, begins, told_at)
                        values (?, ?, ?, ?, '', 0, ?) on conflict (tenant, inbox, alias) do nothing""")
                .params(tenant.value(), inbox.value(), id, thread, clock.millis())
                .update();
    }

    /// A message that came.
    ///
    /// @param id        its own; empty where it has none
    /// @param print     tells it from all others, also from one that has the same id
    /// @param named     the ids that it names, the most telling one first
    /// @param otherwise the thread that it begins where none of them is known
    /// @param note      how to answer the message, and in the thread from now on; remembered where it comes first
    /// @param trusted   whether the note may take the place of an earlier one
    public record Arrival(String id, String print, List<String> named, String otherwise, String note, boolean trusted) {

        /// Without what was written.
        @Override
        public String toString() {
            return "Arrival[" + print + "]";
        }
    }

    /// Where a message belongs.
    ///
    /// @param begins whether it begins the thread
    /// @param reused whether another message has had its id
    public record Place(String thread, boolean begins, boolean reused) {}

    private record Row(String alias, String thread, String bearer, boolean begins) {}
}
