/// The REST API: what people and programs use.
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
            "conversation",
            "contact",
            "deadletter",
            "delivery",
            "media",
            "visitor",
            "identity",
            "web"
        })
package io.omnihub.desk;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
