/// Devices of apps that are not open, and how they are woken when something was said to their users.
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "loop",
            "message",
            "channel",
            "channel::send",
            "store",
            "log",
            "conversation",
            "errand",
            "identity",
            "presence",
            "visitor",
            "web"
        })
package io.omnihub.device;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
