package io.omnihub.conversation;

import io.omnihub.identity.Caller;
import io.omnihub.identity.Permissions;
import io.omnihub.message.ChannelId;
import io.omnihub.message.Command;
import io.omnihub.message.ConversationId;
import io.omnihub.message.InboxId;
import io.omnihub.message.Sender;
import io.omnihub.message.TenantId;

/// Who wishes something of a conversation, and what may be wished by it.
public sealed interface Actor {

    TenantId tenant();

    /// How what it says is signed.
    Sender sender();

    /// Whether it may carry a command out, wherever it comes from; a way in may allow less.
    boolean may(Command command);

    /// A person with an account, or a program with a token.
    record Staff(Caller caller) implements Actor {

        @Override
        public TenantId tenant() {
            return caller.tenant();
        }

        @Override
        public Sender sender() {
            return caller.sender();
        }

        @Override
        public boolean may(Command command) {
            return Permissions.allowsCommand(caller.role(), Commands.name(command));
        }
    }

    /// Somebody who comes through a site. There is one conversation for them, which begins with what they say first.
    ///
    /// @param id           in the inbox
    /// @param who          among all visitors
    /// @param conversation the only one, which need not have begun
    record Visitor(
            TenantId tenant,
            ChannelId channel,
            InboxId inbox,
            String id,
            Sender sender,
            String who,
            ConversationId conversation)
            implements Actor {

        @Override
        public boolean may(Command command) {
            return false;
        }
    }

    /// The hub itself.
    record Hub(TenantId tenant) implements Actor {

        @Override
        public Sender sender() {
            return Sender.HUB;
        }

        @Override
        public boolean may(Command command) {
            return true;
        }
    }
}
