/// The other side of what wakes devices.
@NullMarked
package io.omnihub.simulator.push;

import org.jspecify.annotations.NullMarked;
