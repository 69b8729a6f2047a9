/// The durable buffer behind `hub:inbound`: what a sender that gives up hands in lies here until the log has it. Over
/// the same broker nodes tell each other what need not last.
@NullMarked
@ApplicationModule(allowedDependencies = {"loop", "message", "wire", "deadletter", "conversation", "overload"})
package io.omnihub.buffer;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
