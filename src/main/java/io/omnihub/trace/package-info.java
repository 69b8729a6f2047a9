/// The way of a message, as traces and logs tell it: one id from the door to the agent and back.
@NullMarked
@ApplicationModule(allowedDependencies = {})
package io.omnihub.trace;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
