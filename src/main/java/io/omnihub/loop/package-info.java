/// What runs for ever: it survives whatever a step throws, says once that it fails and once that it works again, and
/// can be looked at.
@NullMarked
@ApplicationModule(allowedDependencies = {})
package io.omnihub.loop;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
