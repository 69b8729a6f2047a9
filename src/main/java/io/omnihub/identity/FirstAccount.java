package io.omnihub.identity;

import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;

/// Makes the first account where there is none yet, and prints how to log in: the one secret that is ever printed, to
/// standard output and not to the log.
final class FirstAccount {

    static final String NAME = "admin";

    private static final Map<String, String> ROLE = Map.of("role", Role.ADMIN.publicName());

    private final Database database;
    private final Accounts accounts;
    private final AuditLog audit;
    private final PrintStream out;
    private final @Nullable CompletableFuture<Secret> secret;

    /// To hash a password takes as long as it is meant to: it is done while the rest of the hub starts.
    FirstAccount(Database database, Accounts accounts, PasswordEncoder passwords, AuditLog audit, PrintStream out) {
        this.database = database;
        this.accounts = accounts;
        this.audit = audit;
        this.out = out;
        this.secret = database.read(Tenants.ALL, accounts::isEmpty)
                ? CompletableFuture.supplyAsync(() -> Secret.random(passwords))
                : null;
    }

    /// @param address where the hub can be reached
    void ensure(String address) {
        if (secret == null) {
            return;
        }
        Secret made = secret.join();
        Account account = accounts.fresh(TenantId.DEFAULT, NAME, "", Role.ADMIN, true);
        database.write(Tenants.ALL, tx -> {
            boolean first = accounts.isEmpty(tx) && accounts.insert(tx, account, made.hash());
            if (first) {
                audit.append(tx, TenantId.DEFAULT, new AuditNote("", AuditAction.ACCOUNT_CREATED, NAME, ROLE));
                // Before the commit: so there is never an account whose password nobody saw.
                print(address, made.password());
            }
            return first;
        });
    }

    private void print(String address, String password) {
        out.println("""

                ================================================================
                  OmniHub runs for the first time. Log in with:

                    address   %s
                    user      %s
                    password  %s

                  for example
                    curl -u %s:%s %s/api/v1/me

                  The password is shown only this once. The console asks for another one.
                ================================================================
                """.formatted(address, NAME, password, NAME, password, address));
        out.flush();
    }

    /// A password with its hash.
    private record Secret(String password, String hash) {

        static Secret random(PasswordEncoder passwords) {
            String password = Secrets.random(Accounts.GENERATED_BYTES);
            return new Secret(password, passwords.encode(password));
        }
    }
}
