/// The WebSocket gateway: visitors, apps and agents, live, on a port of its own.
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "loop",
            "message",
            "bound",
            "wire",
            "channel",
            "store",
            "log",
            "buffer",
            "conversation",
            "identity",
            "presence",
            "media",
            "visitor"
        })
package io.omnihub.gateway;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
