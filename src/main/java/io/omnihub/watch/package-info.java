/// Files that people put into a folder while the hub runs: which there are, and which of them may be believed.
@NullMarked
@ApplicationModule(allowedDependencies = {})
package io.omnihub.watch;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
