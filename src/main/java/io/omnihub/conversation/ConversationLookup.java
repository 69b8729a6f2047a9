package io.omnihub.conversation;

import io.omnihub.identity.Caller;
import io.omnihub.message.ConversationId;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.web.ProblemException;

/// Finds conversations of the caller's tenant; to the caller those of other tenants don't exist.
public final class ConversationLookup {

    private final Conversations conversations;

    ConversationLookup(Conversations conversations) {
        this.conversations = conversations;
    }

    /// @throws ProblemException where there is none
    public Conversation get(Caller caller, String id) {
        ConversationId conversation;
        try {
            conversation = new ConversationId(id);
        } catch (InvalidMessageException _) {
            throw ProblemException.notFound();
        }
        return conversations.find(caller.tenant(), conversation).orElseThrow(ProblemException::notFound);
    }
}
