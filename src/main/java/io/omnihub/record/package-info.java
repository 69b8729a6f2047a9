/// What business systems tell: orders, tickets, shipments, invoices and customers, whose they are, how they have
/// changed, and what conversations are told of them.
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "loop",
            "message",
            "wire",
            "channel",
            "channel::declared",
            "channel::http",
            "store",
            "log",
            "deadletter",
            "contact",
            "conversation",
            "buffer",
            "identity",
            "visitor",
            "web"
        })
package io.omnihub.record;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
