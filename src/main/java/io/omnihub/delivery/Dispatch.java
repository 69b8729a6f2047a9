package io.omnihub.delivery;

import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.channel.Sent;
import io.omnihub.channel.send.CallLedger;
import io.omnihub.errand.Attempt;
import io.omnihub.errand.Errands;
import io.omnihub.errand.Wanted;
import io.omnihub.errand.Words;
import io.omnihub.log.LogReader;
import io.omnihub.message.ChannelId;
import io.omnihub.message.ConversationId;
import io.omnihub.message.OutboundDelivery;
import io.omnihub.message.OutboundMessage;
import io.omnihub.message.PlatformCall;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
    private final HintBoard hints;

    Dispatch(
            Errands errands,
            LogReader log,
            RateLimits limits,
            LinkedFiles files,
            HeldConversations held,
            HintBoard hints) {
        this.errands = errands;
        this.log = log;
        this.limits = limits;
        this.files = files;
        this.held = held;
        this.hints = hints;
    }

    /// Claims what a channel may send now.
    ///
    /// @param most how many messages the caller can begin to send at once
    public Claimed claim(ChannelId channel, int most) {
        Set<ConversationId> inCalls = held.all();
        List<Wanted.Address> exhausted = limits.exhausted();
        Claim claim = new Claim(
                errands,
                log,
                files,
                due -> inCalls.contains(Claim.conversation(due)),
                due -> limits.tryTake(due.tenant(), due.inbox(), Claim.conversation(due)),
                false);
        Errands.Claimed claimed =
                errands.claim(new Wanted(channel.value(), exhausted, most, inCalls.size() + limits.paced()), claim);
        return new Claimed(
                claimed.errands().stream().map(claim::delivery).toList(),
                !exhausted.isEmpty() || claim.isLimited(),
                claimed);
    }

    /// Claims the next message of a conversation, due or not, whatever the inbox's limit, of which nothing was sent
    /// yet.
    ///
    /// @param atLeast how long the claim lasts, at least
    Optional<OutboundMessage> claim(ConversationId conversation, Duration atLeast) {
        Claim claim = new Claim(errands, log, files, _ -> false, _ -> true, true);
        return errands.claimNext(conversation.value(), atLeast, claim)
                .map(claim::delivery)
                .map(OutboundMessage.class::cast);
    }

    /// What goes out beside the ledger.
    public HintBoard hints() {
        return hints;
    }

    /// Waits until there may be something to send again.
    public void await(ChannelId channel, Claimed last) throws InterruptedException {
        errands.await(
                channel.value(),
                last.errands(),
                last.limited() ? LIMITED : last.errands().rest());
    }

    /// Ends the wait of whoever sends for a channel.
    public void wake(ChannelId channel) {
        errands.ring(channel.value());
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
    public void sent(OutboundDelivery message, String externalId) {
        sent(message, new Sent(externalId), false);
    }

    /// The platform took a message.
    ///
    /// @param maybeSent whether an earlier try of this attempt may have arrived too
    public void sent(OutboundDelivery message, Sent sent, boolean maybeSent) {
        errands.done(attempt(message), ids(sent.externalIds()), maybeSent, sent.keysKnownFor());
    }

    /// The ids that the platform gave, one a line.
    private static String ids(List<String> externalIds) {
        return externalIds.stream().map(Words::id).filter(id -> !id.isEmpty()).collect(Collectors.joining("\n"));
    }

    /// The platform refused a message for good, and took no try of it before.
    public void rejected(OutboundDelivery message, String code, String reason) {
        rejected(message, code, reason, false);
    }

    /// The platform refused a message for good.
    ///
    /// @param maybeSent whether an earlier try of this attempt may have arrived all the same
    public void rejected(OutboundDelivery message, String code, String reason, boolean maybeSent) {
        errands.failed(attempt(message), code, reason, maybeSent);
    }

    /// The platform could not take a message now.
    ///
    /// @param maybeSent whether the contact may have got it all the same
    public void unavailable(OutboundDelivery message, String reason, boolean maybeSent) {
        unavailable(message, reason, maybeSent, Duration.ZERO);
    }

    /// The platform could not take a message now.
    ///
    /// @param maybeSent whether the contact may have got it all the same
    /// @param notBefore how long from now the platform wants to be left alone at least
    /// @return whether it is given up now
    public boolean unavailable(OutboundDelivery message, String reason, boolean maybeSent, Duration notBefore) {
        return errands.retry(attempt(message), reason, maybeSent, false, notBefore);
    }

    /// Something of ours failed, and whether the contact got the message is unknown.
    ///
    /// @param reason one sentence without the text of the message
    /// @return whether it is given up now
    public boolean faulted(OutboundDelivery message, String reason) {
        return errands.retry(attempt(message), reason, true, true);
    }

    /// Gives a message back that nobody began to send; whoever is first takes it.
    public void handBack(OutboundDelivery message) {
        handBack(message, false);
    }

    void handBack(OutboundDelivery message, boolean maybeSent) {
        errands.handBack(attempt(message), maybeSent);
    }

    private static Attempt attempt(OutboundDelivery message) {
        return new Attempt(
                new DeliveryId(message.conversation(), message.sequence()).errand(),
                message.tenant(),
                message.channel().value(),
                message.attempt());
    }

    @Override
    public void close() {
        errands.close();
    }

    /// What was claimed, and when to come again.
    ///
    /// @param limited whether an inbox's limit held something up
    /// @param errands for [#await]
    public record Claimed(List<OutboundDelivery> messages, boolean limited, Errands.Claimed errands) {

        public Claimed {
            messages = List.copyOf(messages);
        }
    }
}
