/// What any channel needs to send: the pieces of a delivery, one call of the platform each, and the ledger in which
/// each call stands before the next one is made.
@NullMarked
@NamedInterface("send")
package io.omnihub.channel.send;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
