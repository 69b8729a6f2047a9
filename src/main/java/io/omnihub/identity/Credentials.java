package io.omnihub.identity;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.store.Transaction;
import java.time.Clock;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Knows which credentials are still worth something.
final class Credentials {

    private static final int AT_ONCE = 500;

    private final Database database;
    private final LoginSessions logins;
    private final Clock clock;

    Credentials(Database database, LoginSessions logins, Clock clock) {
        this.database = database;
        this.logins = logins;
        this.clock = clock;
    }

    /// Those of them that have not ended, as the database says. Of visitors' tokens it knows nothing.
    Set<Credential> alive(Collection<Credential> credentials) {
        Set<Credential> alive = new HashSet<>();
        credentials.stream().collect(groupingBy(Credential::kind)).forEach((kind, some) -> {
            for (int from = 0; from < some.size(); from += AT_ONCE) {
                List<Credential> part = some.subList(from, Math.min(from + AT_ONCE, some.size()));
                database.read(Tenants.ALL, tx -> alive(tx, kind, part)).forEach(alive::add);
            }
        });
        return alive;
    }

    boolean isAlive(Transaction tx, Credential credential) {
        return alive(tx, credential.kind(), List.of(credential)).findAny().isPresent();
    }

    private Stream<Credential> alive(Transaction tx, Credential.Kind kind, List<Credential> some) {
        Set<String> ids = some.stream().map(Credential::id).collect(toSet());
        return switch (kind) {
            case VISITOR -> some.stream();
            case LOGIN -> {
                Set<String> found = logins.alive(tx, ids);
                yield some.stream().filter(each -> found.contains(each.id()));
            }
            case TOKEN -> {
                Set<String> found = Set.copyOf(tx.sql()
                        .sql(
                                "select id from api_token where id in (:ids) and (expires_at is null or expires_at > :now)")
                        .param("ids", ids)
                        .param("now", clock.millis())
                        .query(String.class)
                        .list());
                yield some.stream().filter(each -> found.contains(each.id()));
            }
            case PASSWORD -> {
                Set<Credential> found = tx
                        .sql()
                        .sql(Accounts.SELECT + "where disabled = 0 and name in (:ids)")
                        .param("ids", ids)
                        .query((rows, _) -> Credential.password(Accounts.read(rows)))
                        .list()
                        .stream()
                        .collect(toSet());
                yield some.stream().filter(found::contains);
            }
        };
    }
}
