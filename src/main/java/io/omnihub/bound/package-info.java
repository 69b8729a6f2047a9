/// What those whom nobody knows may hold of the hub: bounded in number, bytes and time, for each address and in all.
@NullMarked
@ApplicationModule(allowedDependencies = {})
package io.omnihub.bound;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
