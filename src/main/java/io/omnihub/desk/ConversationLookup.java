package io.omnihub.desk;

import io.omnihub.conversation.Conversation;
import io.omnihub.conversation.Conversations;
import io.omnihub.identity.Caller;
import io.omnihub.message.ConversationId;
import io.omnihub.message.InvalidMessageException;

/// Finds conversations of the caller's tenant; to the caller those of other tenants don't exist.
final class ConversationLookup {

    private final Conversations conversations;

    ConversationLookup(Conversations conversations) {
        this.conversations = conversations;
    }

    /// @throws ProblemException where there is none
    Conversation get(Caller caller, String id) {
        ConversationId conversation;
        try {
            conversation = new ConversationId(id);
        } catch (InvalidMessageException _) {
            throw ProblemException.notFound();
        }
        return conversations.find(caller.tenant(), conversation).orElseThrow(ProblemException::notFound);
    }
}
