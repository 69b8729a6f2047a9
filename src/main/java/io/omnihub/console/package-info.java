/// Serves the agent console to browsers.
@NullMarked
@ApplicationModule(allowedDependencies = {"gateway", "message"})
package io.omnihub.console;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
