/// Where commands of `bin/omnihub` reach the running hub.
@NullMarked
@ApplicationModule(allowedDependencies = "loop")
package io.omnihub.control;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
