/// Route files and mappings: watched, checked, tried, and brought into operation beside what runs; and what became of
/// them.
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "channel",
            "channel::declared",
            "control",
            "identity",
            "loop",
            "mapping",
            "message",
            "store",
            "watch",
            "web",
            "wire",
            "yaml"
        })
package io.omnihub.route;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
