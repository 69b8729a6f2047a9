/// The Feishu channel: apps with a bot, on Feishu and on Lark.
@NullMarked
@ApplicationModule(allowedDependencies = {"message", "channel", "channel :: *"})
package io.omnihub.channel.feishu;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
