/// `omnihub channel new`: the files of a channel without Java, to go on from.
@NullMarked
@ApplicationModule(allowedDependencies = {"control", "mapping", "mapping::command", "message", "wire"})
package io.omnihub.draft;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
