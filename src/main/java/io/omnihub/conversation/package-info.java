/// Conversations, their sessions, and the engine that takes the river in, and the one door for commands.
@NullMarked
package io.omnihub.conversation;

import org.jspecify.annotations.NullMarked;
