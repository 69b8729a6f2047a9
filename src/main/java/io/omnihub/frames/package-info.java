/// Where in the bytes of a raw TCP connection one message ends: what routes name for Camel's Netty, as
/// `netty:tcp://0.0.0.0:7700?decoders=#lengthPrefix4`.
@NullMarked
@ApplicationModule(allowedDependencies = {"bound"})
package io.omnihub.frames;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
