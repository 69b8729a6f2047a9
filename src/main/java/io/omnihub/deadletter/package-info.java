/// What was given up: kept with its bytes and the reason until a person has it processed again.
@NullMarked
@ApplicationModule(allowedDependencies = {"message", "store", "loop"})
package io.omnihub.deadletter;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
