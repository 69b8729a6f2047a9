package io.omnihub.delivery;

import io.omnihub.channel.FileLinks;
import io.omnihub.channel.Holds;
import io.omnihub.channel.Inboxes;
import io.omnihub.channel.PassiveAnswers;
import io.omnihub.conversation.Commands;
import io.omnihub.conversation.Conversations;
import io.omnihub.errand.Errands;
import io.omnihub.errand.Teller;
import io.omnihub.identity.TenantRegistry;
import io.omnihub.log.LogReader;
import io.omnihub.loop.Loops;
import io.omnihub.overload.Overload;
import io.omnihub.store.Database;
import java.time.Clock;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/// Puts the parts of the ledger together, as one node has them.
final class DeliveryRoom {

    private final Inboxes inboxes;
    private final Errands errands;
    private final HeldConversations held = new HeldConversations();
    private final DeliveryReader reader;
    private final Dispatch dispatch;
    private final Deliveries deliveries;

    /// @param nanos  a clock that never goes back
    /// @param chance random numbers from 0 to 1
    /// @param owner  names this node
    DeliveryRoom(
            Database database,
            LogReader log,
            Inboxes inboxes,
            Holds holds,
            FileLinks links,
            Conversations conversations,
            Commands commands,
            DeliveryProperties properties,
            Clock clock,
            LongSupplier nanos,
            DoubleSupplier chance,
            String owner,
            Overload overload,
            Loops loops) {
        this.inboxes = inboxes;
        errands = new Errands(
                database, properties.errands(), new Receipts(conversations, commands), clock, chance, owner, loops);
        holds.add(errands);
        HintBoard hints = new HintBoard(
                inboxes,
                hint -> holds.of(hint.tenant(), hint.channel(), hint.inbox()).isPresent(),
                clock);
        reader = new DeliveryReader(
                errands, conversations, inboxes, held, new ReadHints(database, log, conversations, hints, overload));
        dispatch = new Dispatch(
                errands, log, new RateLimits(inboxes, nanos), new LinkedFiles(inboxes, links), held, hints);
        deliveries = new Deliveries(errands);
    }

    Errands errands() {
        return errands;
    }

    DeliveryReader reader() {
        return reader;
    }

    Teller teller() {
        return errands.teller();
    }

    Dispatch dispatch() {
        return dispatch;
    }

    Deliveries deliveries() {
        return deliveries;
    }

    PassiveAnswers passiveAnswers(TenantRegistry tenants) {
        return new HeldCalls(tenants, inboxes, dispatch, held, errands);
    }
}
