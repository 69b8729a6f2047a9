/// The log: entries, positions and cursors. Appending is the engine's alone; everybody may read.
@NullMarked
@ApplicationModule(allowedDependencies = {"loop", "message", "wire", "store"})
package io.omnihub.log;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
