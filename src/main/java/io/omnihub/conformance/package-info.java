/// What holds of every channel that is called: the cases that show it, and `omnihub channel test`, which makes them for
/// a channel without Java from its samples and runs them on a hub that it starts for itself.
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "channel",
            "channel::declared",
            "control",
            "identity",
            "mapping",
            "message",
            "route",
            "wire",
            "yaml"
        })
package io.omnihub.conformance;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
