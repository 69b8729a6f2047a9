/// Serves the widget to the visitors of sites.
@NullMarked
@ApplicationModule(allowedDependencies = {"message", "channel", "console", "visitor"})
package io.omnihub.widget;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
