/// Who is there: agents and contacts, by what their connections to all nodes say.
@NullMarked
@ApplicationModule(allowedDependencies = {"message", "wire"})
package io.omnihub.presence;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
