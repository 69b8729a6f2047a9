/// Threads of platforms whose messages name each other and no thread, as mails do.
@NullMarked
@NamedInterface("thread")
package io.omnihub.channel.thread;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
