/// The unified message model: what every channel is translated into and out of. Imports only the JDK.
@NullMarked
@ApplicationModule(allowedDependencies = {})
package io.omnihub.message;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
