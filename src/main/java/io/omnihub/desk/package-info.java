/// The REST API: what people and programs use.
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "message",
            "wire",
            "channel",
            "store",
            "log",
            "conversation",
            "contact",
            "deadletter",
            "delivery",
            "identity"
        })
package io.omnihub.desk;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
