package io.omnihub.delivery;

import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.channel.Sent;
import io.omnihub.channel.send.CallLedger;
import io.omnihub.errand.Attempt;
import io.omnihub.errand.Choice;
import io.omnihub.errand.Errand;
import io.omnihub.errand.ErrandId;
import io.omnihub.errand.Errands;
import io.omnihub.errand.Wanted;
import io.omnihub.errand.Words;
import io.omnihub.log.LogReader;
import io.omnihub.message.ChannelId;
import io.omnihub.message.ConversationId;
import io.omnihub.message.Entry;
import io.omnihub.message.Message;
import io.omnihub.message.OutboundMessage;
import io.omnihub.message.PlatformCall;
import io.omnihub.store.Transaction;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Gives out what is to be sent, as far as inboxes may send and no platform's own call is held open for it, and takes
/// back what became of it.
public final class Dispatch implements CallLedger, AutoCloseable {

    /// The limit of an inbox lets something through again soon.
    private static final Duration LIMITED = Duration.ofMillis(50);

    private final Errands errands;
    private final LogReader log;
    private final RateLimits limits;
    private final LinkedFiles files;
    private final HeldConversations held;

    Dispatch(Errands errands, LogReader log, RateLimits limits, LinkedFiles files, HeldConversations held) {
        this.errands = errands;
        this.log = log;
        this.limits = limits;
        this.files = files;
        this.held = held;
    }

    /// Claims what a channel may send now.
    ///
    /// @param most how many messages the caller can begin to send at once
    public Claimed claim(ChannelId channel, int most) {
        Set<ConversationId> inCalls = held.all();
        List<Wanted.Address> exhausted = limits.exhausted();
        Claim claim = new Claim(due -> inCalls.contains(conversation(due)), true, false);
        Errands.Claimed claimed = errands.claim(new Wanted(channel.value(), exhausted, most, inCalls.size()), claim);
        return new Claimed(
                claimed.errands().stream().map(claim::message).toList(),
                !exhausted.isEmpty() || claim.limited,
                claimed);
    }

    /// Claims the next message of a conversation, due or not, whatever the inbox's limit, of which nothing was sent
    /// yet.
    ///
    /// @param atLeast how long the claim lasts, at least
    Optional<OutboundMessage> claim(ConversationId conversation, Duration atLeast) {
        Claim claim = new Claim(_ -> false, false, true);
        return errands.claimNext(conversation.value(), atLeast, claim).map(claim::message);
    }

    /// Waits until there may be something to send again.
    public void await(ChannelId channel, Claimed last) throws InterruptedException {
        errands.await(
                channel.value(),
                last.errands(),
                last.limited() ? LIMITED : last.errands().rest());
    }

    @Override
    public void record(OutboundMessage message, List<PlatformCall> made, boolean maybeRepeated, Duration keysKnownFor) {
        PlatformCall last = made.getLast();
        boolean recorded = errands.called(
                attempt(message),
                made.size() - 1,
                Words.id(last.externalId()),
                maybeRepeated,
                Progress.write(last),
                ids(made.stream().map(PlatformCall::externalId).toList()),
                keysKnownFor);
        if (!recorded) {
            throw new ChannelUnavailableException("the delivery is no longer this node's to send");
        }
    }

    /// The platform took a message, and no try of it before.
    public void sent(OutboundMessage message, String externalId) {
        sent(message, new Sent(externalId), false);
    }

    /// The platform took a message.
    ///
    /// @param maybeSent whether an earlier try of this attempt may have arrived too
    public void sent(OutboundMessage message, Sent sent, boolean maybeSent) {
        errands.done(attempt(message), ids(sent.externalIds()), maybeSent, sent.keysKnownFor());
    }

    /// The ids that the platform gave, one a line.
    private static String ids(List<String> externalIds) {
        return externalIds.stream().map(Words::id).filter(id -> !id.isEmpty()).collect(Collectors.joining("\n"));
    }

    /// The platform refused a message for good, and took no try of it before.
    public void rejected(OutboundMessage message, String code, String reason) {
        rejected(message, code, reason, false);
    }

    /// The platform refused a message for good.
    ///
    /// @param maybeSent whether an earlier try of this attempt may have arrived all the same
    public void rejected(OutboundMessage message, String code, String reason, boolean maybeSent) {
        errands.failed(attempt(message), code, reason, maybeSent);
    }

    /// The platform could not take a message now.
    ///
    /// @param maybeSent whether the contact may have got it all the same
    public void unavailable(OutboundMessage message, String reason, boolean maybeSent) {
        unavailable(message, reason, maybeSent, Duration.ZERO);
    }

    /// The platform could not take a message now.
    ///
    /// @param maybeSent whether the contact may have got it all the same
    /// @param notBefore how long from now the platform wants to be left alone at least
    public void unavailable(OutboundMessage message, String reason, boolean maybeSent, Duration notBefore) {
        errands.retry(attempt(message), reason, maybeSent, false, notBefore);
    }

    /// Something of ours failed, and whether the contact got the message is unknown.
    ///
    /// @param reason one sentence without the text of the message
    public void faulted(OutboundMessage message, String reason) {
        errands.retry(attempt(message), reason, true, true);
    }

    /// Gives a message back that nobody began to send; whoever is first takes it.
    public void handBack(OutboundMessage message) {
        handBack(message, false);
    }

    void handBack(OutboundMessage message, boolean maybeSent) {
        errands.handBack(attempt(message), maybeSent);
    }

    private static Attempt attempt(OutboundMessage message) {
        return new Attempt(
                new DeliveryId(message.conversation(), message.sequence()).errand(),
                message.tenant(),
                message.channel().value(),
                message.attempt());
    }

    private static ConversationId conversation(Errand errand) {
        return new ConversationId(errand.id().lane());
    }

    @Override
    public void close() {
        errands.close();
    }

    /// What was claimed, and when to come again.
    ///
    /// @param limited whether an inbox's limit held something up
    /// @param errands for [#await]
    public record Claimed(List<OutboundMessage> messages, boolean limited, Errands.Claimed errands) {

        public Claimed {
            messages = List.copyOf(messages);
        }
    }

    /// One claim: chooses what is to be sent now, with the messages as the log has them.
    private final class Claim implements Choice {

        private final Predicate<Errand> left;
        private final boolean byLimit;
        private final Map<ErrandId, Message> messages = new HashMap<>();
        private final Map<ErrandId, List<PlatformCall>> calls = new HashMap<>();
        private final boolean wholly;
        private boolean limited;

        /// @param left    what stays for others
        /// @param byLimit whether the limits of inboxes count
        /// @param wholly  whether only what was not begun counts
        Claim(Predicate<Errand> left, boolean byLimit, boolean wholly) {
            this.left = left;
            this.byLimit = byLimit;
            this.wholly = wholly;
        }

        @Override
        public Decision of(Transaction tx, Errand due) {
            if (left.test(due)) {
                return new Leave();
            }
            if (byLimit && !limits.tryTake(due.tenant(), due.inbox())) {
                limited = true;
                return new Leave();
            }
            List<PlatformCall> made = due.attempt() == 0
                    ? List.of()
                    : errands.calls(tx, due.id()).stream().map(Progress::read).toList();
            if (wholly && !made.isEmpty()) {
                return new Leave();
            }
            Message message = log.find(
                            tx, due.tenant(), conversation(due), due.id().place())
                    .map(Entry::change)
                    .filter(Message.class::isInstance)
                    .map(Message.class::cast)
                    .orElse(null);
            if (message == null) {
                return new Fail("erased", "the message is not in the log any more");
            }
            messages.put(due.id(), files.sendable(due, message));
            calls.put(due.id(), made);
            return new Take();
        }

        OutboundMessage message(Errand claimed) {
            ErrandId id = claimed.id();
            return new OutboundMessage(
                    DeliveryId.of(id).toString(),
                    claimed.tenant(),
                    new ChannelId(claimed.target()),
                    claimed.inbox(),
                    conversation(claimed),
                    id.place(),
                    claimed.payload(),
                    Objects.requireNonNull(messages.get(id)),
                    claimed.attempt(),
                    claimed.maybeRepeated(),
                    calls.getOrDefault(id, List.of()));
        }
    }
}
