/// The e-mail channel: mailboxes by IMAP, answers by SMTP.
@NullMarked
@ApplicationModule(allowedDependencies = {"message", "channel", "channel :: *"})
package io.omnihub.channel.email;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
