package io.omnihub.device;

import io.omnihub.conversation.Conversations;
import io.omnihub.message.ConversationId;
import io.omnihub.visitor.Visitor;
import io.omnihub.visitor.Visitors;
import io.omnihub.web.ProblemException;
import org.springframework.http.HttpStatus;

/// Who may have something kept: whoever has said something. Of all others, who are as many as anybody likes to make,
/// nothing is of use to anybody.
final class Known {

    private final Visitors visitors;
    private final Conversations conversations;

    Known(Visitors visitors, Conversations conversations) {
        this.visitors = visitors;
        this.conversations = conversations;
    }

    /// The visitor's conversation.
    ///
    /// @throws ProblemException where it has not begun
    ConversationId conversation(Visitor visitor) {
        ConversationId conversation = visitors.conversation(visitor);
        if (conversations.find(visitor.tenant(), conversation).isEmpty()) {
            throw new ProblemException(
                    HttpStatus.CONFLICT, null, "The visitor's conversation begins with the first message.", "");
        }
        return conversation;
    }
}
