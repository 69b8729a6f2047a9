/// Tenants, accounts, roles and login.
@NullMarked
@ApplicationModule(allowedDependencies = {"message", "loop", "store", "keys", "bound", "web"})
package io.omnihub.identity;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
