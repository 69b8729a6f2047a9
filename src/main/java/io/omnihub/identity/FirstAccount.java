package io.omnihub.identity;

import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.util.Base64;
import org.springframework.security.crypto.password.PasswordEncoder;

/// Makes the first account where there is none yet, and prints how to log in: the one secret that is ever printed, to
/// standard output and not to the log.
final class FirstAccount {

    static final String NAME = "admin";

    private static final int RANDOM_BYTES = 18;

    private final Database database;
    private final Accounts accounts;
    private final PasswordEncoder passwords;
    private final PrintStream out;

    FirstAccount(Database database, Accounts accounts, PasswordEncoder passwords, PrintStream out) {
        this.database = database;
        this.accounts = accounts;
        this.passwords = passwords;
        this.out = out;
    }

    /// @param address where the hub can be reached
    void ensure(String address) {
        if (!database.read(Tenants.ALL, accounts::isEmpty)) {
            return;
        }
        byte[] bits = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(bits);
        String password = Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
        String hash = passwords.encode(password);
        database.write(Tenants.ALL, tx -> {
            boolean first = accounts.isEmpty(tx) && accounts.insert(tx, TenantId.DEFAULT, NAME, Role.ADMIN, hash);
            if (first) {
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

                  The password is shown only this once.
                ================================================================
                """.formatted(address, NAME, password, NAME, password, address));
        out.flush();
    }
}
