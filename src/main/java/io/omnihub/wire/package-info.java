/// Protobuf and JSON codecs of the unified message model.
@NullMarked
@ApplicationModule(allowedDependencies = "message")
package io.omnihub.wire;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
