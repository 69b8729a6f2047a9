/// A courier that tells by signed webhooks what becomes of parcels.
@NullMarked
package io.omnihub.simulator.courier;

import org.jspecify.annotations.NullMarked;
