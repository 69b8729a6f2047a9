/// Channels that are asked for what is new, instead of being called: how often and where, where each inbox has come to,
/// and what goes along the route.
@NullMarked
@NamedInterface("poll")
package io.omnihub.channel.poll;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
