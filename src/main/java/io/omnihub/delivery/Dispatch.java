package io.omnihub.delivery;

import io.omnihub.delivery.Delivery.State;
import io.omnihub.delivery.Ledger.Due;
import io.omnihub.log.LogReader;
import io.omnihub.message.ChannelId;
import io.omnihub.message.ConversationId;
import io.omnihub.message.Entry;
import io.omnihub.message.Message;
import io.omnihub.message.OutboundMessage;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.store.Transaction;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Gives out what is to be sent, each message to one sender at a time and in the order of its conversation, and takes
/// back what became of it.
///
/// A claim is made in a short transaction; the platform is called outside of it. An outcome counts only while the claim
/// does: when a claim ends without one, the message is given out again, marked as maybe repeated. A node that knows the
/// outcome, and can't record it while the database is away, keeps it and does not give the message out again itself.
public final class Dispatch implements AutoCloseable {

    private final Database database;
    private final LogReader log;
    private final Ledger ledger;
    private final RateLimits limits;
    private final LinkedFiles files;
    private final HeldConversations held;
    private final Bells bells;
    private final Outcomes outcomes;
    private final Teller teller;
    private final DeliveryProperties properties;
    private final Clock clock;
    private final String owner;
    private final Recorder recorder = new Recorder();

    Dispatch(
            Database database,
            LogReader log,
            Ledger ledger,
            RateLimits limits,
            LinkedFiles files,
            HeldConversations held,
            Bells bells,
            Outcomes outcomes,
            Teller teller,
            DeliveryProperties properties,
            Clock clock,
            String owner) {
        this.database = database;
        this.log = log;
        this.ledger = ledger;
        this.limits = limits;
        this.files = files;
        this.held = held;
        this.bells = bells;
        this.outcomes = outcomes;
        this.teller = teller;
        this.properties = properties;
        this.clock = clock;
        this.owner = owner;
    }

    /// Claims what a channel may send now.
    ///
    /// @param most how many messages the caller can begin to send at once
    public Claimed claim(ChannelId channel, int most) {
        long rings = bells.count(channel);
        long now = clock.millis();
        List<OutboundMessage> messages = new ArrayList<>();
        List<DeliveryId> ended = new ArrayList<>();
        List<RateLimits.Address> exhausted = limits.exhausted();
        boolean limited = !exhausted.isEmpty();
        Set<ConversationId> inCalls = held.all();
        if (database.read(Tenants.ALL, tx -> ledger.anyDue(tx, channel, now))) {
            limited |= database.write(Tenants.ALL, tx -> {
                boolean refused = false;
                for (Due due : ledger.due(tx, channel, now, most + inCalls.size() + recorder.size(), exhausted)) {
                    boolean free = !inCalls.contains(due.id().conversation())
                            && !recorder.has(due.id())
                            && messages.size() < most;
                    if (free && limits.tryTake(due.tenant(), due.inbox())) {
                        claim(tx, due, now, properties.claim())
                                .ifPresentOrElse(messages::add, () -> ended.add(due.id()));
                    } else {
                        refused |= free;
                    }
                }
                return refused;
            });
        }
        if (!ended.isEmpty()) {
            ended(channel);
        }
        return new Claimed(messages, limited, rings);
    }

    /// Claims the next message of a conversation, due or not, whatever the inbox's limit.
    ///
    /// @param atLeast how long the claim lasts, at least
    Optional<OutboundMessage> claim(ConversationId conversation, Duration atLeast) {
        long now = clock.millis();
        // A read ends soon where the database does not answer, and nothing to claim costs no commit.
        if (!database.read(Tenants.ALL, tx -> ledger.anyOpen(tx, conversation, now))) {
            return Optional.empty();
        }
        Duration length = atLeast.compareTo(properties.claim()) > 0 ? atLeast : properties.claim();
        return database.write(
                Tenants.ALL,
                tx -> ledger.lowest(tx, conversation, now)
                        .filter(due -> !recorder.has(due.id()))
                        .flatMap(due -> claim(tx, due, now, length)));
    }

    /// Waits until there may be something to send again.
    public void await(ChannelId channel, Claimed last) throws InterruptedException {
        Duration atMost = last.limited() ? properties.poll().dividedBy(10) : properties.poll();
        bells.await(channel, last.rings(), atMost);
    }

    /// The platform took a message, and no try of it before.
    public void sent(OutboundMessage message, String externalId) {
        sent(message, externalId, false);
    }

    /// The platform took a message.
    ///
    /// @param externalId the platform's id of it; empty where it gave none
    /// @param maybeSent  whether an earlier try of this attempt may have arrived too
    public void sent(OutboundMessage message, String externalId, boolean maybeSent) {
        recorder.record(message, () -> outcomes.sent(message, Words.id(externalId), maybeSent), false);
        ended(message.channel());
    }

    /// The platform refused a message for good, and took no try of it before.
    public void rejected(OutboundMessage message, String code, String reason) {
        rejected(message, code, reason, false);
    }

    /// The platform refused a message for good.
    ///
    /// @param maybeSent whether an earlier try of this attempt may have arrived all the same
    public void rejected(OutboundMessage message, String code, String reason, boolean maybeSent) {
        recorder.record(
                message, () -> outcomes.rejected(message, Words.id(code), Words.sentence(reason), maybeSent), false);
        ended(message.channel());
    }

    /// The platform could not take a message now.
    ///
    /// @param maybeSent whether the contact may have got it all the same
    public void unavailable(OutboundMessage message, String reason, boolean maybeSent) {
        retry(message, reason, maybeSent, false);
    }

    /// Something of ours failed, and whether the contact got the message is unknown.
    ///
    /// @param reason one sentence without the text of the message
    public void faulted(OutboundMessage message, String reason) {
        retry(message, reason, true, true);
    }

    /// Gives a message back that nobody began to send; whoever is first takes it.
    public void handBack(OutboundMessage message) {
        handBack(message, false);
    }

    void handBack(OutboundMessage message, boolean maybeSent) {
        recorder.record(message, () -> outcomes.handBack(message, maybeSent), false);
        bells.ring(message.channel());
    }

    private void retry(OutboundMessage message, String reason, boolean maybeSent, boolean fault) {
        Optional<State> state = recorder.record(
                message,
                () -> outcomes.unavailable(message, Words.sentence(reason), maybeSent, fault),
                Optional.empty());
        if (state.isPresent() && state.get() == State.DEAD) {
            ended(message.channel());
        }
    }

    /// The next message of a conversation may go, and the log is to be told.
    private void ended(ChannelId channel) {
        bells.ring(channel);
        teller.wake();
    }

    private Optional<OutboundMessage> claim(Transaction tx, Due due, long now, Duration length) {
        if (due.state() == State.CLAIMED && due.faults() + 1 >= properties.faults()) {
            ledger.end(tx, due, State.DEAD, "", "its attempts ended without any outcome, again and again", owner, now);
            return Optional.empty();
        }
        DeliveryId id = due.id();
        Message message = log.find(tx, due.tenant(), id.conversation(), id.sequence())
                .map(Entry::change)
                .filter(Message.class::isInstance)
                .map(Message.class::cast)
                .orElse(null);
        if (message == null) {
            ledger.end(tx, due, State.FAILED, "erased", "the message is not in the log any more", owner, now);
            return Optional.empty();
        }
        ledger.claim(tx, due, owner, now, now + length.toMillis());
        return Optional.of(new OutboundMessage(
                id.toString(),
                due.tenant(),
                due.channel(),
                due.inbox(),
                id.conversation(),
                id.sequence(),
                due.thread(),
                files.sendable(due, message),
                due.attempt() + 1,
                due.maybeRepeated() || due.state() == State.CLAIMED));
    }

    @Override
    public void close() {
        recorder.close();
    }

    /// What was claimed, and when to come again.
    ///
    /// @param limited whether an inbox's limit held something up
    /// @param rings   for [#await]
    public record Claimed(List<OutboundMessage> messages, boolean limited, long rings) {

        public Claimed {
            messages = List.copyOf(messages);
        }
    }
}
