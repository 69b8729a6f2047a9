/// Conversations, their sessions, and the engine that takes the river in.
@NullMarked
package io.omnihub.conversation;

import org.jspecify.annotations.NullMarked;
