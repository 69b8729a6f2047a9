/// Calls to addresses that people name, behind a wall that keeps them out of our own networks.
@NullMarked
@ApplicationModule(allowedDependencies = {})
package io.omnihub.outside;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
