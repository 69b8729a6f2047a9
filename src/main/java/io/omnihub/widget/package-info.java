/// Serves the widget to the visitors of sites.
@NullMarked
@ApplicationModule(allowedDependencies = {"console", "visitor"})
package io.omnihub.widget;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
