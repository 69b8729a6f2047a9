/// What only one of several nodes does at a time, such as polling a folder: Camel's cluster service over a row in the
/// database, and the component `master:` that keeps to it.
@NullMarked
@ApplicationModule(allowedDependencies = {"loop", "store"})
package io.omnihub.cluster;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
