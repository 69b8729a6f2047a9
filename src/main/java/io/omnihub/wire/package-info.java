/// Protobuf and JSON codecs of the unified message model.
@NullMarked
@ApplicationModule(allowedDependencies = {"message", "trace"})
package io.omnihub.wire;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
