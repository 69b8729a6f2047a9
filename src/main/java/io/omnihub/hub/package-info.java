/// The Camel component `hub:`, the doors through which routes reach the hub.
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "loop",
            "message",
            "wire",
            "channel",
            "channel::send",
            "channel::http",
            "channel::declared",
            "store",
            "log",
            "cluster",
            "conversation",
            "deadletter",
            "buffer",
            "delivery",
            "device",
            "record",
            "trace"
        })
package io.omnihub.hub;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
