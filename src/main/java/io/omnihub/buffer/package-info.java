/// The durable buffer behind `hub:inbound`: what a sender that gives up hands in lies here until the log has it.
@NullMarked
@ApplicationModule(allowedDependencies = {"message", "wire", "conversation"})
package io.omnihub.buffer;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
