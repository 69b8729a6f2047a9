/// The gateway: visitors, apps and agents, live by WebSocket on a port of its own, and visitors without one by REST.
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "loop",
            "message",
            "bound",
            "wire",
            "channel",
            "channel::send",
            "store",
            "log",
            "buffer",
            "conversation",
            "identity",
            "presence",
            "overload",
            "trace",
            "web",
            "media",
            "visitor"
        })
package io.omnihub.gateway;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
