/// Work to be done outside, once and in order: the ledger of errands, who does which, what became of each, and the next
/// try. A kind of errands brings a handler and what its errands need; everything else is here.
@NullMarked
@ApplicationModule(allowedDependencies = {"loop", "message", "channel", "store"})
package io.omnihub.errand;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
