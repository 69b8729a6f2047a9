/// The other side of the Telegram channel.
@NullMarked
package io.omnihub.simulator.telegram;

import org.jspecify.annotations.NullMarked;
