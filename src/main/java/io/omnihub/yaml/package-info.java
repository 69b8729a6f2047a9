/// YAML that people write for the hub, read with the line of each thing, within bounds.
@NullMarked
@ApplicationModule(allowedDependencies = {})
package io.omnihub.yaml;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
