/// Channels that are declared by a file instead of Java: what they can do, their inboxes, and what becomes of both when
/// the file changes.
@NullMarked
@NamedInterface("declared")
package io.omnihub.channel.declared;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
