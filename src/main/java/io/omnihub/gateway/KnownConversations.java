package io.omnihub.gateway;

import io.omnihub.conversation.Conversation;
import io.omnihub.conversation.Conversations;
import io.omnihub.message.ConversationId;
import io.omnihub.message.TenantId;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The conversations that an agent's connection has to do with. Each is looked up once: what a command needs of one
/// never changes. To the agent those of other tenants don't exist. All happens on the connection's event loop.
final class KnownConversations {

    private static final int MOST = 1_000;

    private final LinkedHashMap<ConversationId, Conversation> known = new LinkedHashMap<>();
    private final Socket socket;
    private final Conversations conversations;
    private final TenantId tenant;

    KnownConversations(Socket socket, Conversations conversations, TenantId tenant) {
        this.socket = socket;
        this.conversations = conversations;
        this.tenant = tenant;
    }

    Optional<Conversation> get(ConversationId id) {
        return Optional.ofNullable(known.get(id));
    }

    void remember(Conversation conversation) {
        if (known.size() >= MOST) {
            known.pollFirstEntry();
        }
        known.put(conversation.id(), conversation);
    }

    /// Goes on with a conversation, or tells the client that there is none.
    ///
    /// @param id null where the client gave none
    void with(@Nullable ConversationId id, Consumer<Conversation> action) {
        if (id == null) {
            socket.refuse(CloseCode.BAD_FRAME, "invalid", "conversation: must be given", "conversation");
            return;
        }
        Conversation conversation = known.get(id);
        if (conversation != null) {
            action.accept(conversation);
            return;
        }
        socket.work(
                () -> conversations.find(tenant, id),
                found -> found.ifPresentOrElse(
                        read -> {
                            remember(read);
                            action.accept(read);
                        },
                        () -> socket.push(Answers.notFound(""))),
                _ -> {});
    }
}
