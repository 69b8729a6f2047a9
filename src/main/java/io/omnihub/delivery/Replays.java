package io.omnihub.delivery;

import io.omnihub.conversation.BusyException;
import io.omnihub.conversation.Engine;
import io.omnihub.conversation.Outcome;
import io.omnihub.deadletter.DeadLetter;
import io.omnihub.deadletter.DeadLetters;
import io.omnihub.identity.AuditAction;
import io.omnihub.identity.AuditLog;
import io.omnihub.identity.AuditNote;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.wire.ProtobufCodec;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/// Has dead letters processed again: each enters as the original did, under the same key, so that doing it twice still
/// makes one message.
public final class Replays {

    private static final int PATIENCE_SECONDS = 30;

    private final Database database;
    private final DeadLetters deadLetters;
    private final Engine engine;
    private final RawReplay raw;
    private final AuditLog audit;
    private final Clock clock;

    Replays(Database database, DeadLetters deadLetters, Engine engine, RawReplay raw, AuditLog audit, Clock clock) {
        this.database = database;
        this.deadLetters = deadLetters;
        this.engine = engine;
        this.raw = raw;
        this.audit = audit;
        this.clock = clock;
    }

    /// Removes a dead letter for good, which the audit tells.
    ///
    /// @return whether there was such a one
    public boolean discard(TenantId tenant, String id, String who) {
        boolean discarded = database.write(Tenants.of(tenant), tx -> {
            Optional<DeadLetter> letter = deadLetters.find(tx, tenant, id);
            if (letter.isEmpty() || !deadLetters.discard(tx, tenant, id)) {
                return false;
            }
            audit.append(
                    tx,
                    tenant,
                    new AuditNote(
                            who,
                            AuditAction.DEADLETTER_DISCARDED,
                            id,
                            Map.of(
                                    "route",
                                    letter.get().route(),
                                    "inbox",
                                    letter.get().inbox())));
            return true;
        });
        if (discarded) {
            database.purge();
        }
        return discarded;
    }

    /// Replays a dead letter, and notes it when that succeeded.
    ///
    /// @return whether there is such a dead letter
    /// @throws ReplayFailedException where it could not be processed
    public boolean replay(TenantId tenant, String id) {
        Optional<DeadLetter> letter = database.read(Tenants.of(tenant), tx -> deadLetters.find(tx, tenant, id));
        if (letter.isEmpty()) {
            return false;
        }
        switch (letter.get().kind()) {
            case EVENT -> replayEvent(letter.get());
            case RAW -> raw.replay(letter.get());
            case UNKNOWN -> throw new ReplayFailedException("This version does not know what it is.", null);
        }
        database.write(Tenants.of(tenant), tx -> {
            deadLetters.markReplayed(tx, tenant, id, clock.instant());
            return id;
        });
        return true;
    }

    private void replayEvent(DeadLetter letter) {
        try {
            InboundEvent event = ProtobufCodec.decodeStoredEvent(letter.body());
            Outcome outcome = engine.take(event, true)
                    .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .join();
            switch (outcome) {
                case Outcome.Stored _, Outcome.Waiting _ -> {}
                case Outcome.Refused refused -> throw new ReplayFailedException(refused.detail(), null);
                case Outcome.Dead dead -> throw new ReplayFailedException(dead.reason(), null);
            }
        } catch (InvalidMessageException e) {
            throw new ReplayFailedException("This version can't read it: " + e.field() + " " + e.problem() + ".", e);
        } catch (CompletionException e) {
            throw new ReplayFailedException(
                    e.getCause() instanceof BusyException
                            ? "The hub is stopping."
                            : "The log did not take it in time; the database may be away.",
                    e);
        }
    }
}
