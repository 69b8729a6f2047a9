/// The database, SQLite or PostgreSQL, as the other rooms use it: transactions, whose tenants are set, and two
/// failures.
@NullMarked
@ApplicationModule(allowedDependencies = {"message", "loop"})
package io.omnihub.store;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
