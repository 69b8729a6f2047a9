/// What operators need: settings from files, and the hub's health.
@NullMarked
@ApplicationModule(allowedDependencies = {"loop", "store", "conversation", "route", "channel :: declared"})
package io.omnihub.operations;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
