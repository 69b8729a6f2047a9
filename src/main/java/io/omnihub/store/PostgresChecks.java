package io.omnihub.store;

/// What must hold of a PostgreSQL server before the log is trusted to it.
final class PostgresChecks {

    private PostgresChecks() {}

    static void check(Database database, boolean requireDurable) {
        database.read(Tenants.ALL, tx -> {
            if (requireDurable) {
                require(setting(tx, "fsync").equals("on"), "fsync is off: a power cut would lose accepted messages");
                require(
                        !setting(tx, "synchronous_commit").equals("off"),
                        "synchronous_commit is off: a crash would lose accepted messages");
            }
            boolean seesAll = tx.sql()
                    .sql("select rolsuper or rolbypassrls from pg_roles where rolname = current_user")
                    .query(Boolean.class)
                    .single();
            require(
                    !seesAll,
                    "the role is a superuser or bypasses row-level security and so would see every tenant's data: "
                            + "give the hub a role of its own that owns the database");
            return true;
        });
    }

    private static String setting(Transaction tx, String name) {
        return tx.sql()
                .sql("select current_setting(?)")
                .param(name)
                .query(String.class)
                .single();
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException("PostgreSQL is not safe to use: " + otherwise);
        }
    }
}
