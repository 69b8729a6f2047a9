/// Backup of a running hub, and its restore.
@NullMarked
@ApplicationModule(allowedDependencies = {"message", "control", "store", "identity", "buffer"})
package io.omnihub.backup;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
