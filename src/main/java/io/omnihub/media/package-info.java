/// Media: the blob store, and fetching what customers send from their platforms.
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "loop",
            "message",
            "channel",
            "store",
            "keys",
            "log",
            "conversation",
            "errand",
            "web",
            "outside",
            "bound",
            "identity"
        })
package io.omnihub.media;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
