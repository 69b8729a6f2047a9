/// Webhooks out: what happens is told to business systems that have subscribed to it, on errands.
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "loop",
            "message",
            "wire",
            "channel",
            "channel::http",
            "store",
            "keys",
            "log",
            "identity",
            "conversation",
            "errand",
            "outside",
            "web"
        })
package io.omnihub.webhook;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
