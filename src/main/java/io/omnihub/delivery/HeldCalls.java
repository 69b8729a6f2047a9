package io.omnihub.delivery;

import io.omnihub.channel.Inboxes;
import io.omnihub.channel.PassiveAnswers;
import io.omnihub.conversation.ConversationIds;
import io.omnihub.errand.Errands;
import io.omnihub.identity.Tenant;
import io.omnihub.identity.TenantRegistry;
import io.omnihub.message.ConversationId;
import io.omnihub.message.InboxId;
import io.omnihub.message.OutboundMessage;
import io.omnihub.message.TenantId;
import io.omnihub.store.DatabaseUnavailableException;
import java.time.Duration;
import java.util.Optional;

/// Lets a connector answer within the platform's own call: as long as it waits, this node's API sender leaves the
/// conversation alone. Between nodes the claim in the ledger decides.
final class HeldCalls implements PassiveAnswers {

    /// Another node may have entered what the call waits for.
    private static final Duration LOOK = Duration.ofMillis(500);

    private final TenantRegistry tenants;
    private final Inboxes inboxes;
    private final Dispatch dispatch;
    private final HeldConversations held;
    private final Errands errands;

    HeldCalls(TenantRegistry tenants, Inboxes inboxes, Dispatch dispatch, HeldConversations held, Errands errands) {
        this.tenants = tenants;
        this.inboxes = inboxes;
        this.dispatch = dispatch;
        this.held = held;
        this.errands = errands;
    }

    @Override
    public Optional<OutboundMessage> await(TenantId tenant, InboxId inbox, String thread, Duration longest) {
        Optional<ConversationId> conversation =
                tenants.find(tenant).map(Tenant::idKey).map(key -> ConversationIds.of(key, inbox, thread));
        if (conversation.isEmpty()) {
            return Optional.empty();
        }
        held.hold(conversation.get());
        try {
            return await(conversation.get(), longest);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (DatabaseUnavailableException _) {
            // The platform's message is safe in the buffer: its call must not wait for the database.
            return Optional.empty();
        } finally {
            held.release(conversation.get());
            // What the API sender had to leave alone is its own again.
            inboxes.find(tenant, inbox)
                    .ifPresent(known -> errands.ring(known.channel().value()));
        }
    }

    private Optional<OutboundMessage> await(ConversationId conversation, Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        while (true) {
            long announced = held.announcements(conversation);
            Optional<OutboundMessage> claimed = dispatch.claim(conversation, longest.multipliedBy(2));
            Duration left = Duration.ofNanos(end - System.nanoTime());
            if (claimed.isPresent() || !left.isPositive()) {
                return claimed;
            }
            held.await(conversation, announced, left.compareTo(LOOK) < 0 ? left : LOOK);
        }
    }

    @Override
    public void sent(OutboundMessage message) {
        dispatch.sent(message, "");
    }

    @Override
    public void notSent(OutboundMessage message, boolean maybeSent) {
        dispatch.handBack(message, maybeSent);
    }
}
