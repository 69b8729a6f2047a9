/// WeChat official accounts and mini-program customer messages.
@NullMarked
@ApplicationModule(allowedDependencies = {"message", "channel", "channel :: *"})
package io.omnihub.channel.wechat;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
