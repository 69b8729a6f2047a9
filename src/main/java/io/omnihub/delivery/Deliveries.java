package io.omnihub.delivery;

import io.omnihub.delivery.Delivery.State;
import io.omnihub.errand.Errand;
import io.omnihub.errand.Errands;
import io.omnihub.message.ChannelId;
import io.omnihub.message.ConversationId;
import io.omnihub.message.TenantId;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Shows the deliveries of a tenant, and has those tried again that were given up.
public final class Deliveries {

    private static final Set<State> KNOWN = EnumSet.complementOf(EnumSet.of(State.UNKNOWN));

    private final Errands errands;

    Deliveries(Errands errands) {
        this.errands = errands;
    }

    public Optional<Delivery> find(TenantId tenant, DeliveryId id) {
        return errands.find(tenant, id.errand()).map(Deliveries::read);
    }

    /// The deliveries that fit a filter, the newest first.
    ///
    /// @param after the last one of the page before; null for the first page
    public List<Delivery> list(TenantId tenant, Filter filter, @Nullable Delivery after, int limit) {
        return errands
                .list(
                        tenant,
                        filter.state().map(Deliveries::states),
                        filter.conversation().map(ConversationId::value),
                        after == null
                                ? null
                                : new Errands.After(
                                        after.createdAt(), after.id().errand()),
                        limit)
                .stream()
                .map(Deliveries::read)
                .toList();
    }

    /// Has a failed or dead delivery tried again, with as many attempts and as much time as a new one. It goes out
    /// after what was said in between, and is not marked as repeated unless an attempt of it may have arrived.
    ///
    /// @return whether there was such a delivery that had failed or was dead
    public boolean replay(TenantId tenant, DeliveryId id) {
        return errands.replay(tenant, id.errand());
    }

    /// How the ledger writes a state.
    static String name(State state) {
        return state == State.SENT ? Errand.DONE : state.name().toLowerCase(Locale.ROOT);
    }

    private static State state(String name) {
        return KNOWN.stream()
                .filter(state -> name(state).equals(name))
                .findFirst()
                .orElse(State.UNKNOWN);
    }

    private static Errands.States states(State state) {
        return state == State.UNKNOWN
                ? new Errands.States(false, KNOWN.stream().map(Deliveries::name).toList())
                : new Errands.States(true, List.of(name(state)));
    }

    /// The platform's ids of what it took so far, one for each of its messages.
    static List<String> externalIds(Errand errand) {
        return errand.result().lines().toList();
    }

    static Delivery read(Errand errand) {
        return new Delivery(
                DeliveryId.of(errand.id()),
                errand.tenant(),
                new ChannelId(errand.target()),
                errand.inbox(),
                errand.payload(),
                state(errand.state()),
                errand.attempt(),
                errand.nextAttemptAt(),
                errand.maybeRepeated(),
                externalIds(errand),
                errand.code(),
                errand.reason(),
                errand.replays(),
                errand.createdAt(),
                errand.changedAt());
    }

    /// Which deliveries are wanted; what is empty does not matter.
    public record Filter(Optional<State> state, Optional<ConversationId> conversation) {}
}
