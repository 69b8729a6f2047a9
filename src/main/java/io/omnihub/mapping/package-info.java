/// Turns what foreign systems send into unified events, and messages into what they take, by files that only declare:
/// `routes/mappings/<name>.yaml`, named by routes as `mapping:<name>`.
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "message",
            "wire",
            "channel",
            "channel::callback",
            "channel::fields",
            "channel::http",
            "channel::send",
            "web",
            "yaml"
        })
package io.omnihub.mapping;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
