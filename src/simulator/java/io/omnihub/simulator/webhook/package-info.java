/// The other side of the webhook channel.
@NullMarked
package io.omnihub.simulator.webhook;

import org.jspecify.annotations.NullMarked;
