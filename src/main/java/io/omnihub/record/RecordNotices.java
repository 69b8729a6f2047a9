package io.omnihub.record;

import io.omnihub.message.BusinessRecord;
import io.omnihub.message.ConversationId;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.message.Keys;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.wire.RecordJson;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Versions of records that a conversation is still to be told, in the order in which they came.
final class RecordNotices {

    private static final Logger LOG = LoggerFactory.getLogger(RecordNotices.class);

    /// Goes from one to the next: to look at each row takes long where millions wait.
    private static final String TENANTS = """
            with recursive found (tenant) as (
              select min(tenant) from record_notice
              union all
              select (select min(n.tenant) from record_notice n where n.tenant > found.tenant)
              from found where found.tenant is not null)
            select tenant from found where tenant is not null""";

    private final Database database;
    private final Clock clock;

    RecordNotices(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// The first ones of each tenant, so that none waits behind another's flood.
    ///
    /// @param most of one tenant
    List<Notice> next(int most) {
        List<String> tenants = database.read(
                Tenants.ALL,
                tx -> tx.sql().sql(TENANTS).query((row, _) -> row.getString(1)).list());
        List<Notice> notices = new ArrayList<>();
        for (String tenant : tenants) {
            List<Stored> stored = database.read(
                    Tenants.of(new TenantId(tenant)),
                    tx -> tx.sql()
                            .sql("""
                                    select record, number, body, conversation from record_notice
                                    where tenant = ? order by position, record, number limit ?""")
                            .params(tenant, most)
                            .query((row, _) -> new Stored(
                                    new TenantId(tenant),
                                    row.getString(1),
                                    row.getLong(2),
                                    row.getBytes(3),
                                    row.getString(4)))
                            .list());
            stored.forEach(each -> read(each).ifPresent(notices::add));
        }
        return notices;
    }

    /// Another version of the hub may have written what this one can't read: it stands with the contact all the same.
    private Optional<Notice> read(Stored stored) {
        try {
            return Optional.of(new Notice(
                    stored.tenant,
                    stored.id,
                    stored.number,
                    // Of a record that was erased and is told anew the numbers begin anew.
                    stored.number + ":" + Told.hash(stored.body),
                    RecordJson.decode(stored.body),
                    stored.conversation == null ? null : new ConversationId(stored.conversation)));
        } catch (InvalidMessageException e) {
            LOG.warn("A version of the record {} can't be told: {} {}", stored.id, e.field(), e.problem());
            forget(stored.tenant, stored.id, stored.number);
            return Optional.empty();
        }
    }

    /// The key under which a conversation is told a version.
    static String key(String record, String toldAs) {
        return Keys.event("record:" + record + "@" + toldAs);
    }

    /// Decides for good which conversation is told, so that no other one is after a crash, or by another node. It
    /// is noted for whoever has the record erased.
    ///
    /// @return the one that is told, decided now or before; empty where the record was erased meanwhile
    Optional<ConversationId> decide(Notice notice, ConversationId chosen) {
        return database.write(Tenants.of(notice.tenant), tx -> {
            tx.sql()
                    .sql("""
                            update record_notice set conversation = ?
                            where tenant = ? and record = ? and number = ? and conversation is null""")
                    .params(chosen.value(), notice.tenant.value(), notice.id, notice.number)
                    .update();
            var _ = tx.sql()
                    .sql("""
                            insert into record_card (record, told_as, conversation, tenant, told_at)
                            select record, ?, conversation, tenant, ? from record_notice
                            where tenant = ? and record = ? and number = ?
                            on conflict (record, told_as, conversation) do nothing""")
                    .params(notice.toldAs, clock.millis(), notice.tenant.value(), notice.id, notice.number)
                    .update();
            return tx.sql()
                    .sql("select conversation from record_notice where tenant = ? and record = ? and number = ?")
                    .params(notice.tenant.value(), notice.id, notice.number)
                    .query((row, _) -> new ConversationId(row.getString(1)))
                    .optional();
        });
    }

    /// It was told, or there is nobody to be told.
    void forget(Notice notice) {
        forget(notice.tenant, notice.id, notice.number);
    }

    private void forget(TenantId tenant, String id, long number) {
        int _ = database.write(
                Tenants.of(tenant),
                tx -> tx.sql()
                        .sql("delete from record_notice where tenant = ? and record = ? and number = ?")
                        .params(tenant.value(), id, number)
                        .update());
    }

    /// A version to be told.
    ///
    /// @param id           of the record
    /// @param number       of the change
    /// @param toldAs       tells it from all others of the record
    /// @param conversation that is told; null while that is not decided
    record Notice(
            TenantId tenant,
            String id,
            long number,
            String toldAs,
            BusinessRecord record,
            @Nullable ConversationId conversation) {}

    @SuppressWarnings("ArrayRecordComponent")
    private record Stored(
            TenantId tenant,
            String id,
            long number,
            byte[] body,
            @Nullable String conversation) {}
}
