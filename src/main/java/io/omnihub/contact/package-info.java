/// People and their identities in the inboxes.
@NullMarked
@ApplicationModule(allowedDependencies = {"message", "store", "keys", "identity", "web"})
package io.omnihub.contact;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
