package io.omnihub.conversation;

import io.omnihub.channel.Inbox;
import io.omnihub.deadletter.DeadLetter;
import io.omnihub.identity.Tenant;
import io.omnihub.log.InboundKey;
import io.omnihub.log.InboundKey.State;
import io.omnihub.log.InboundKeys;
import io.omnihub.message.Command;
import io.omnihub.message.ContactChange;
import io.omnihub.message.ConversationId;
import io.omnihub.message.Header;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.message.Message;
import io.omnihub.message.MessageRef;
import io.omnihub.message.Receipt;
import io.omnihub.store.Transaction;
import io.omnihub.store.Writes;
import io.omnihub.wire.ProtobufCodec;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One batch in its transaction: takes events one after the other, and writes what came of them at the end.
final class Batch {

    private final Rooms rooms;
    private final Transaction tx;
    private final int partition;
    private final Instant now;
    private final BatchKeys keys;
    private final BatchWaiting waiting;
    private final BatchContacts contacts;
    private final BatchConversations conversations;
    private final BatchEntries entries;
    private final IdentityHashMap<Header, ConversationId> ids = new IdentityHashMap<>();

    /// @param position the partition's last one
    /// @param cached   conversations known to stand in the database as they are here
    Batch(
            Rooms rooms,
            Transaction tx,
            int partition,
            long position,
            Map<ConversationId, Conversation> cached,
            Instant now) {
        this.rooms = rooms;
        this.tx = tx;
        this.partition = partition;
        this.now = now;
        this.keys = new BatchKeys(rooms.keys());
        this.waiting = new BatchWaiting(rooms.waiting());
        this.contacts = new BatchContacts(rooms.contacts(), tx, now);
        this.conversations = new BatchConversations(rooms.conversations(), cached);
        this.entries = new BatchEntries(rooms, tx, partition, position, conversations, now);
    }

    /// Reads all that the events need, in few statements.
    ///
    /// @param careful whether to look the events' own keys up, or to take them for new
    void prepare(List<InboundEvent> events, boolean careful) throws SQLException {
        keys.prepare(tx, events, careful);
        waiting.prepare(tx, events);
        Set<ConversationId> wanted = new LinkedHashSet<>();
        events.forEach(event -> wanted.add(idOf(event.header())));
        keys.known().stream()
                .map(InboundKey::made)
                .filter(Objects::nonNull)
                .map(InboundKey.Made::conversation)
                .forEach(wanted::add);
        conversations.prepare(tx, wanted);
    }

    /// Takes one event.
    ///
    /// @param replay whether its key may say dead
    Taken take(InboundEvent event, boolean replay) {
        InboundKey seen = keys.find(References.key(event));
        if (seen != null && !seen.isAwaited() && !(replay && seen.state() == State.DEAD)) {
            return again(event, seen);
        }
        if (References.isEcho(event)) {
            waiting.add(event, ((Message) event.body()).externalId());
            return new Outcome.Waiting();
        }
        return place(event, replay);
    }

    /// Nobody waits for the answer to a buffered event: refused, it must not vanish.
    Taken kept(InboundEvent event, Taken taken) {
        if (!(taken instanceof Outcome.Refused refused)) {
            return taken;
        }
        addDeadLetter(event, refused.detail());
        if (refused.reason() != Outcome.Reason.KEY_CONFLICT) {
            keys.put(key(event, State.DEAD));
        }
        return new Outcome.Dead(refused.detail());
    }

    /// Writes everything; the transaction may then be committed.
    ///
    /// @throws RepeatedKeyException where an event that was taken for new is not
    void flush() throws SQLException {
        waiting.flush(tx, now.toEpochMilli());
        Writes writes = tx.writes();
        try {
            keys.flush(writes, now.toEpochMilli());
            conversations.flush(writes);
            entries.flush(writes);
            writes.send();
        } catch (SQLException e) {
            if (InboundKeys.isRepeated(e)) {
                throw new RepeatedKeyException();
            }
            throw e;
        }
    }

    BatchEntries entries() {
        return entries;
    }

    Collection<Conversation> changedConversations() {
        return conversations.changed();
    }

    private static Outcome again(InboundEvent event, InboundKey seen) {
        if (!References.isEcho(event) && !seen.matches(ProtobufCodec.fingerprint(event))) {
            return new Outcome.Refused(Outcome.Reason.KEY_CONFLICT, "The key is known with another body.");
        }
        if (seen.state() == State.DEAD) {
            return new Outcome.Dead("it lies among the dead letters already");
        }
        InboundKey.Made made = seen.made();
        return made == null ? new Outcome.Waiting() : new Outcome.Stored(made.conversation(), made.sequence(), true);
    }

    /// Finds what an event speaks of, or has it wait for that.
    private Taken place(InboundEvent event, boolean replay) {
        MessageRef ref = References.target(event.body()).orElse(null);
        if (ref == null || ref.sequence() > 0) {
            return place(event, idOf(event.header()), ref == null ? 0 : ref.sequence(), replay);
        }
        InboundKey known = keys.find(References.messageKey(event, ref.externalId()));
        InboundKey.Made made = known == null || known.state() != State.STORED ? null : known.made();
        return made == null
                ? park(event, ref.externalId())
                : place(event, made.conversation(), made.sequence(), replay);
    }

    /// Lets the rules decide, and writes what they say.
    ///
    /// @param target the sequence that the event speaks of; 0 for none
    private Taken place(InboundEvent event, ConversationId id, long target, boolean replay) {
        Conversation conversation = conversations.find(id);
        if (conversation == null) {
            if (!begins(event)) {
                return new Outcome.Refused(Outcome.Reason.UNKNOWN, "There is no such conversation.");
            }
            conversation = begin(id, event.header());
        }
        if (conversation.partition() != partition) {
            return new Taken.Elsewhere(conversation.partition());
        }
        if (target > conversation.lastSequence()) {
            return new Outcome.Refused(Outcome.Reason.UNKNOWN, "There is no such message.");
        }
        Inbox inbox = rooms.inboxes()
                .find(conversation.tenant(), conversation.inbox())
                .orElse(null);
        return switch (decide(conversation, inbox, event, target)) {
            case Decision.Rejected rejected -> rejected.refused();
            case Decision.Accepted accepted -> write(event, conversation, accepted, replay);
        };
    }

    private Decision decide(Conversation conversation, @Nullable Inbox inbox, InboundEvent event, long target) {
        return switch (event.body()) {
            case Command.Erase _ -> entries.erase(conversation, target);
            case Command.EditMessage edit ->
                new OwnMessages(entries.past(), now).edit(conversation, inbox, event, edit);
            case Command.RecallMessage recall ->
                new OwnMessages(entries.past(), now).recall(conversation, inbox, event, recall.sequence());
            case ContactChange change
            when contacts.isNothingToUndo(conversation, change) ->
                Rules.rejected(Outcome.Reason.WRONG_STATUS, "The contact was not found to be another one.");
            default -> {
                Decision decision =
                        Rules.decide(conversation, inbox, withQuoted(event, conversation.id()), target, now);
                Decision.Rejected closed = decision instanceof Decision.Accepted
                                && inbox != null
                                && event.body() instanceof Command.Reply reply
                        ? ReplyRules.closed(conversation, inbox, reply.parts(), entries.past(), now)
                        : null;
                yield closed == null ? decision : closed;
            }
        };
    }

    /// A message that quotes one of its conversation by one of the platform's ids quotes it by its sequence.
    private InboundEvent withQuoted(InboundEvent event, ConversationId conversation) {
        MessageRef quoted = References.quoted(event.body()).orElse(null);
        if (quoted == null || !(event.body() instanceof Message message)) {
            return event;
        }
        InboundKey known = keys.find(References.messageKey(event, quoted.externalId()));
        InboundKey.Made made = known == null || known.state() != State.STORED ? null : known.made();
        return made == null || !made.conversation().equals(conversation)
                ? event
                : new InboundEvent(
                        event.header(),
                        new Message(message.externalId(), message.parts(), MessageRef.of(made.sequence())));
    }

    private Outcome park(InboundEvent event, String externalId) {
        waiting.add(event, externalId);
        keys.put(key(event, State.WAITING));
        InboundKey.Id awaited = References.messageKey(event, externalId);
        if (keys.find(awaited) == null) {
            // Another partition may be about to write the message: of the two, the later one meets the other's key.
            keys.put(InboundKey.awaited(awaited));
        }
        return new Outcome.Waiting();
    }

    private static boolean begins(InboundEvent event) {
        return event.body() instanceof Message || event.body() instanceof ContactChange;
    }

    private Conversation begin(ConversationId id, Header header) {
        Conversation conversation = new Conversation(
                id,
                Conversation.number(partition, entries.position() + 1),
                header.tenant(),
                header.channel(),
                header.inbox(),
                header.thread(),
                header.routingKey(),
                partition,
                contacts.of(header),
                now,
                Conversation.Head.beginning(now),
                null);
        conversations.begin(conversation);
        return conversation;
    }

    private Outcome write(InboundEvent event, Conversation conversation, Decision.Accepted accepted, boolean late) {
        InboundKey.Made made;
        if (event.body() instanceof ContactChange change) {
            Conversation recognised = conversation.with(contacts.recognised(conversation, change));
            made = entries.add(event, recognised, accepted, late);
            contacts.change(recognised, change);
        } else {
            made = entries.add(event, conversation, accepted, late);
        }
        keys.put(new InboundKey(References.key(event), State.STORED, ProtobufCodec.fingerprint(event), made));
        introduce(event, accepted, made);
        return new Outcome.Stored(made.conversation(), made.sequence(), false);
    }

    /// Makes the platform's ids known that came with an event, and takes what waited for them.
    private void introduce(InboundEvent event, Decision.Accepted accepted, InboundKey.Made made) {
        References.introduces(event).forEach(externalId -> introduce(event, externalId, accepted, made));
    }

    private void introduce(InboundEvent event, String externalId, Decision.Accepted accepted, InboundKey.Made made) {
        InboundKey.Id key = References.messageKey(event, externalId);
        InboundKey known = keys.find(key);
        if (known == null || known.isAwaited()) {
            long named = accepted.changes().get(accepted.primary()).change() instanceof Receipt receipt
                    ? receipt.target().sequence()
                    : made.sequence();
            keys.put(new InboundKey(
                    key,
                    State.STORED,
                    ProtobufCodec.fingerprint(event),
                    new InboundKey.Made(made.conversation(), made.number(), named, made.position())));
        }
        for (InboundEvent waited : waiting.join(event, externalId)) {
            if (!References.isEcho(waited)) {
                join(waited);
            }
        }
    }

    private void join(InboundEvent waited) {
        keys.replace(key(waited, State.WAITING));
        if (place(waited, false) instanceof Outcome.Refused refused) {
            addDeadLetter(waited, refused.detail());
            keys.replace(key(waited, State.DEAD));
        }
    }

    private void addDeadLetter(InboundEvent event, String reason) {
        byte[] fingerprint = ProtobufCodec.fingerprint(event);
        rooms.deadLetters().add(tx, DeadLetter.ofEvent(event, ProtobufCodec.encode(event), fingerprint, reason, now));
    }

    /// The key of an event that has made no entry.
    private static InboundKey key(InboundEvent event, State state) {
        return new InboundKey(References.key(event), state, ProtobufCodec.fingerprint(event), null);
    }

    /// Made once for each event.
    private ConversationId idOf(Header header) {
        return ids.computeIfAbsent(header, this::makeId);
    }

    private ConversationId makeId(Header header) {
        Tenant tenant = rooms.tenants()
                .find(tx, header.tenant())
                .orElseThrow(() -> new InvalidMessageException("header.tenant", "is not known here"));
        return ConversationIds.of(tenant.idKey(), header.inbox(), header.thread());
    }
}
