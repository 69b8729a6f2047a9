/// What operators need: settings from files, the hub's health, and Hawtio.
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "loop",
            "log",
            "message",
            "cursor",
            "store",
            "conversation",
            "identity",
            "route",
            "channel",
            "channel :: declared",
            "web"
        })
package io.omnihub.operations;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
