/// A mail provider, with the mailboxes of the hub and of the rest of the world.
@NullMarked
package io.omnihub.simulator.email;

import org.jspecify.annotations.NullMarked;
