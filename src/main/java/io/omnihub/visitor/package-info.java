/// Sites and apps, and the visitors that come through them.
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "message",
            "channel",
            "store",
            "keys",
            "identity",
            "contact",
            "conversation",
            "overload",
            "web",
            "bound"
        })
package io.omnihub.visitor;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
