/// Keys of tenants, and the key outside the database that wraps them.
@NullMarked
@ApplicationModule(allowedDependencies = {"message", "store"})
package io.omnihub.keys;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
