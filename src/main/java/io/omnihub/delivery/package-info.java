/// Messages on their way out: the ledger of deliveries, what became of each, and the replay of what was given up.
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "loop",
            "message",
            "wire",
            "channel",
            "channel::send",
            "channel::http",
            "channel::thread",
            "store",
            "keys",
            "log",
            "identity",
            "conversation",
            "deadletter",
            "errand",
            "buffer",
            "overload",
            "trace",
            "web"
        })
package io.omnihub.delivery;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
