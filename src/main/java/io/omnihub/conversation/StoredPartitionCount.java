package io.omnihub.conversation;

import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import java.util.stream.IntStream;

/// The number of partitions as the partitions' rows tell it, which every commit reads with its lock.
final class StoredPartitionCount implements PartitionCount {

    private final Database database;

    StoredPartitionCount(Database database) {
        this.database = database;
    }

    @Override
    public int opened() {
        return database.read(
                Tenants.ALL,
                tx -> tx.sql()
                        .sql("select coalesce(max(partitions), 0), coalesce(max(id) + 1, 0) from partition")
                        .query((rows, _) -> Math.max(rows.getInt(1), rows.getInt(2)))
                        .single());
    }

    @Override
    public void open(int count) {
        database.write(Tenants.ALL, tx -> {
            IntStream.range(0, count)
                    .forEach(id -> tx.sql()
                            .sql("insert into partition (id, last_position) values (?, 0) on conflict (id) do nothing")
                            .param(id)
                            .update());
            return tx.sql()
                    .sql("update partition set partitions = ? where partitions < ?")
                    .params(count, count)
                    .update();
        });
    }

    /// A conversation stays in its partition, so a partition that is no longer served would never be read again.
    void refuseFewer(int count) {
        int opened = opened();
        if (opened > count) {
            throw new IllegalStateException("omnihub.partitions: is " + count + ", but the log has " + opened
                    + " partitions, which can't become fewer");
        }
    }
}
