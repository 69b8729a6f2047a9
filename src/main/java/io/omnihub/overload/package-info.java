/// What the hub gives up while it has too much to do, in which order, and when it comes back.
@NullMarked
@ApplicationModule(allowedDependencies = {"loop", "message", "identity", "store", "web"})
package io.omnihub.overload;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
