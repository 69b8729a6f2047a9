package io.omnihub.record;

import io.omnihub.conversation.Commands;
import io.omnihub.conversation.Conversation;
import io.omnihub.conversation.Conversations;
import io.omnihub.conversation.Outcome;
import io.omnihub.log.InboundKey;
import io.omnihub.log.InboundKeys;
import io.omnihub.loop.Outage;
import io.omnihub.message.Command;
import io.omnihub.message.ConversationId;
import io.omnihub.message.Keys;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Erases in their conversations the cards of records that were erased.
final class ErasedCards {

    private static final Logger LOG = LoggerFactory.getLogger(ErasedCards.class);
    private static final int AT_ONCE = 100;

    private final Database database;
    private final Conversations conversations;
    private final Commands commands;
    private final Clock clock;
    private final InboundKeys keys = new InboundKeys();

    ErasedCards(Database database, Conversations conversations, Commands commands, Clock clock) {
        this.database = database;
        this.conversations = conversations;
        this.commands = commands;
        this.clock = clock;
    }

    /// Erases those that were told by now.
    void step() {
        Card last = null;
        for (List<Card> next = next(last); !next.isEmpty(); next = next(last)) {
            next.forEach(this::tryToErase);
            last = next.getLast();
        }
    }

    private List<Card> next(@Nullable Card after) {
        return database.read(
                Tenants.ALL,
                tx -> tx.sql()
                        .sql("""
                                select tenant, record, told_as, conversation, erased_at from record_card
                                where erased_at is not null and (record, told_as, conversation) > (?, ?, ?)
                                order by record, told_as, conversation limit ?""")
                        .params(
                                after == null ? "" : after.record,
                                after == null ? "" : after.toldAs,
                                after == null ? "" : after.conversation.value(),
                                AT_ONCE)
                        .query((row, _) -> new Card(
                                new TenantId(row.getString(1)),
                                row.getString(2),
                                row.getString(3),
                                new ConversationId(row.getString(4)),
                                row.getLong(5)))
                        .list());
    }

    /// One that can't be erased must not keep the others.
    private void tryToErase(Card card) {
        try {
            erase(card);
        } catch (RuntimeException e) {
            if (e instanceof Outage) {
                throw e;
            }
            LOG.warn("A card of the record {} can't be erased yet", card.record, e);
        }
    }

    /// One that was under way when its record was erased may come yet.
    private void erase(Card card) {
        Conversation conversation =
                conversations.find(card.tenant, card.conversation).orElse(null);
        InboundKey.Made made = conversation == null ? null : told(conversation, card);
        if (conversation != null && made != null) {
            String key = Keys.event("record-erased:" + UUID.randomUUID());
            Outcome outcome = Commands.await(commands.tell(conversation, key, new Command.Erase(made.sequence())));
            if (isErased(outcome)) {
                forget(card);
            } else {
                LOG.warn("A card of the record {} can't be erased yet: {}", card.record, outcome);
            }
        } else if (card.erasedAt == 0) {
            int _ = database.write(
                    Tenants.of(card.tenant),
                    tx -> tx.sql()
                            .sql("""
                                    update record_card set erased_at = ?
                                    where record = ? and told_as = ? and conversation = ? and erased_at = 0""")
                            .params(clock.millis(), card.record, card.toldAs, card.conversation.value())
                            .update());
        } else if (Instant.ofEpochMilli(card.erasedAt)
                .plus(RecordErasures.UNDER_WAY)
                .isBefore(clock.instant())) {
            forget(card);
        }
    }

    private static boolean isErased(Outcome outcome) {
        return outcome instanceof Outcome.Stored
                || (outcome instanceof Outcome.Refused refused && refused.reason() == Outcome.Reason.WRONG_STATUS);
    }

    private InboundKey.@Nullable Made told(Conversation conversation, Card card) {
        InboundKey.Id id =
                new InboundKey.Id(card.tenant, conversation.inbox(), RecordNotices.key(card.record, card.toldAs));
        InboundKey told = database.read(Tenants.of(card.tenant), tx -> keys.find(tx, List.of(id)))
                .get(id);
        return told == null ? null : told.made();
    }

    private void forget(Card card) {
        int _ = database.write(
                Tenants.of(card.tenant),
                tx -> tx.sql()
                        .sql("""
                                delete from record_card
                                where record = ? and told_as = ? and conversation = ? and erased_at is not null""")
                        .params(card.record, card.toldAs, card.conversation.value())
                        .update());
    }

    /// One that a conversation was told, and is to be told no more.
    ///
    /// @param erasedAt 0 before anybody has looked for it
    private record Card(TenantId tenant, String record, String toldAs, ConversationId conversation, long erasedAt) {}
}
