package io.omnihub.identity;

import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import java.io.PrintStream;
import java.util.Map;
import org.springframework.security.crypto.password.PasswordEncoder;

/// Makes the first account where there is none yet, and prints how to log in: the one secret that is ever printed, to
/// standard output and not to the log.
final class FirstAccount {

    static final String NAME = "admin";

    private static final Map<String, String> ROLE = Map.of("role", Role.ADMIN.publicName());

    private final Database database;
    private final Accounts accounts;
    private final PasswordEncoder passwords;
    private final AuditLog audit;
    private final PrintStream out;

    FirstAccount(Database database, Accounts accounts, PasswordEncoder passwords, AuditLog audit, PrintStream out) {
        this.database = database;
        this.accounts = accounts;
        this.passwords = passwords;
        this.audit = audit;
        this.out = out;
    }

    /// @param address where the hub can be reached
    void ensure(String address) {
        if (!database.read(Tenants.ALL, accounts::isEmpty)) {
            return;
        }
        String password = Secrets.random(Accounts.GENERATED_BYTES);
        String hash = passwords.encode(password);
        Account account = accounts.fresh(TenantId.DEFAULT, NAME, "", Role.ADMIN, true);
        database.write(Tenants.ALL, tx -> {
            boolean first = accounts.isEmpty(tx) && accounts.insert(tx, account, hash);
            if (first) {
                audit.append(tx, TenantId.DEFAULT, new AuditNote("", AuditAction.ACCOUNT_CREATED, NAME, ROLE));
                // Before the commit: so there is never an account whose password nobody saw.
                print(address, password);
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
}
