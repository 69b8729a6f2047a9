package io.omnihub.delivery;

import io.omnihub.delivery.Delivery.State;
import io.omnihub.message.OutboundMessage;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.store.Transaction;
import java.time.Clock;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/// Records how an attempt ended, where the attempt is still the last one and its node still has it.
final class Outcomes {

    /// Once set, the mark stays: nothing that comes later tells that the contact did not get it.
    private static final String MARK =
            "maybe_repeated = case when ? = 1 then 1 else maybe_repeated end, changed_at = ?";

    private static final String MINE =
            " where conversation = ? and sequence = ? and state = 'claimed' and attempt = ? and owner = ?";

    private final Database database;
    private final DeliveryProperties properties;
    private final Clock clock;
    private final DoubleSupplier chance;
    private final String owner;

    /// @param chance random numbers from 0 to 1
    /// @param owner  this node
    Outcomes(Database database, DeliveryProperties properties, Clock clock, DoubleSupplier chance, String owner) {
        this.database = database;
        this.properties = properties;
        this.clock = clock;
        this.chance = chance;
        this.owner = owner;
    }

    /// @return whether it was recorded; if not, the claim had ended and another node decides
    ///
    /// @param maybeSent whether an earlier try of this attempt may have arrived too
    boolean sent(OutboundMessage message, String externalId, boolean maybeSent) {
        return update(
                message,
                "update delivery set state = 'sent', external_id = ?, code = '', reason = '', untold = 1, " + MARK,
                externalId,
                maybeSent ? 1 : 0,
                clock.millis());
    }

    /// @param maybeSent whether an earlier try of this attempt may have arrived all the same
    boolean rejected(OutboundMessage message, String code, String reason, boolean maybeSent) {
        return update(
                message,
                "update delivery set state = 'failed', code = ?, reason = ?, untold = 1, " + MARK,
                code,
                reason,
                maybeSent ? 1 : 0,
                clock.millis());
    }

    /// Has it tried again later, unless it was tried often or long enough.
    ///
    /// @param fault whether the failure was our own
    /// @return the state afterwards; empty where it was not recorded
    Optional<State> unavailable(OutboundMessage message, String reason, boolean maybeSent, boolean fault) {
        return database.write(
                Tenants.of(message.tenant()),
                tx -> tries(tx, message).map(tries -> retry(tx, message, tries, reason, maybeSent, fault)));
    }

    /// Gives a claim back as if it had not been made.
    boolean handBack(OutboundMessage message, boolean maybeSent) {
        long now = clock.millis();
        return update(
                message,
                "update delivery set state = 'pending', owner = '', counted_from = counted_from + 1,"
                        + " next_attempt_at = ?, " + MARK,
                now,
                maybeSent ? 1 : 0,
                now);
    }

    private State retry(
            Transaction tx, OutboundMessage message, Tries tries, String reason, boolean maybeSent, boolean fault) {
        long now = clock.millis();
        int faults = tries.faults() + (fault ? 1 : 0);
        long next = now + properties.pause(tries.count(), chance.getAsDouble()).toMillis();
        boolean over =
                tries.count() >= properties.attempts() || faults >= properties.faults() || next > tries.giveUpAt();
        State state = over ? State.DEAD : State.PENDING;
        update(
                tx,
                message,
                "update delivery set state = ?, untold = ?, faults = ?, next_attempt_at = ?, code = '', reason = ?, "
                        + MARK,
                Ledger.name(state),
                over ? 1 : 0,
                faults,
                next,
                reason,
                maybeSent ? 1 : 0,
                now);
        return state;
    }

    private Optional<Tries> tries(Transaction tx, OutboundMessage message) {
        return tx.sql()
                .sql("select attempt - counted_from, faults, give_up_at from delivery" + MINE
                        + database.kind().forUpdate())
                .params(message.conversation().value(), message.sequence(), message.attempt(), owner)
                .query((rows, _) -> new Tries(rows.getInt(1), rows.getInt(2), rows.getLong(3)))
                .optional();
    }

    private boolean update(OutboundMessage message, String update, Object... params) {
        return database.write(Tenants.of(message.tenant()), tx -> update(tx, message, update, params));
    }

    private boolean update(Transaction tx, OutboundMessage message, String update, Object... params) {
        return tx.sql()
                        .sql(update + MINE)
                        .params(params)
                        .params(message.conversation().value(), message.sequence(), message.attempt(), owner)
                        .update()
                == 1;
    }

    /// @param count attempts that count, this one included
    private record Tries(int count, int faults, long giveUpAt) {}
}
