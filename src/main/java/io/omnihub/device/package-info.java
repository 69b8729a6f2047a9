/// Visitors' apps: which devices they run on and how these are woken when something was said to their users, and what
/// they tell of themselves.
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
            "contact",
            "errand",
            "identity",
            "presence",
            "visitor",
            "web"
        })
package io.omnihub.device;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
