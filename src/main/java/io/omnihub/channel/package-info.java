/// What any channel is: inboxes, capabilities, status, the three failures, and the crypto that a family of platforms
/// shares.
@NullMarked
@ApplicationModule(
        allowedDependencies = {"message", "loop", "bound", "wire", "identity", "store", "watch", "web", "yaml", "trace"
        })
package io.omnihub.channel;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
