/// The other side of the channels: platforms that push, check and answer as the real ones do; for tests and the demo.
@NullMarked
package io.omnihub.simulator;

import org.jspecify.annotations.NullMarked;
