package io.omnihub.channel.send;

import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.channel.Sent;
import io.omnihub.message.Outbound;
import io.omnihub.message.OutboundEdit;
import io.omnihub.message.OutboundRead;
import io.omnihub.message.OutboundRecall;
import io.omnihub.message.OutboundTyping;
import io.omnihub.message.PlatformCall;
import java.util.List;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Processor;

/// The last step of a channel's outbound route: makes the calls that are left of an [Outgoing], one after the other,
/// and has the sender do what it can do beside.
///
/// Each call is recorded before the next one is made, and the last one by the record that the delivery was sent. So
/// whoever goes on, after a failure or on another node, goes on behind the last call that was taken.
///
/// @param <N> the channel's own message
public final class SendingProcessor<N> implements Processor {

    private final PieceSender<N> sender;
    private final CallLedger ledger;

    public SendingProcessor(PieceSender<N> sender, CallLedger ledger) {
        this.sender = sender;
        this.ledger = ledger;
    }

    @Override
    @SuppressWarnings("unchecked")
    public void process(Exchange exchange) throws InvalidPayloadException {
        switch (exchange.getMessage().getMandatoryBody(Object.class)) {
            case Outgoing<?> message -> send(exchange, (Outgoing<N>) message);
            case OutgoingEdit<?> edit -> edit((OutgoingEdit<N>) edit);
            case OutboundRecall recall -> recall(recall);
            case OutboundTyping typing -> able(ShowsTyping.class, typing).type(typing);
            case OutboundRead read -> able(MarksRead.class, read).read(read);
            case Object other ->
                throw new IllegalStateException("nothing that an outbound adapter makes: " + other.getClass());
        }
        if (!(exchange.getMessage().getBody() instanceof Sent)) {
            exchange.getMessage().setBody(new Sent(""));
        }
    }

    private void edit(OutgoingEdit<N> outgoing) {
        OutboundEdit edit = outgoing.edit();
        @SuppressWarnings("unchecked")
        EditsMessages<N> edits = able(EditsMessages.class, edit);
        if (outgoing.natives().size() != edit.externalIds().size()) {
            throw new ChannelRejectedException(
                    "not-capable", "what was sent as several messages can't become more or fewer");
        }
        for (int i = 0; i < outgoing.natives().size(); i++) {
            edits.edit(edit, edit.externalIds().get(i), outgoing.natives().get(i));
        }
    }

    private void recall(OutboundRecall recall) {
        RecallsMessages recalls = able(RecallsMessages.class, recall);
        recall.externalIds().forEach(externalId -> recalls.recall(recall, externalId));
    }

    /// The hub asks nobody who can't; a route may.
    private <T> T able(Class<T> ability, Outbound outbound) {
        if (!ability.isInstance(sender)) {
            throw new ChannelRejectedException("not-capable", "the channel " + outbound.channel() + " can't do that");
        }
        return ability.cast(sender);
    }

    private void send(Exchange exchange, Outgoing<N> outgoing) {
        List<Call<N>> left = outgoing.left();
        left.forEach(sender::prepare);
        for (int i = 0; i < left.size(); i++) {
            String externalId = send(left.get(i), left.size() - i);
            outgoing.made(left.get(i).made(externalId));
            if (i < left.size() - 1) {
                Doubt doubt = Doubt.of(exchange);
                ledger.record(outgoing.message(), outgoing.made(), doubt.isOpen(), sender.keysKnownFor());
                doubt.ends();
            }
        }
        List<String> ids =
                outgoing.made().stream().map(PlatformCall::externalId).toList();
        exchange.getMessage().setBody(new Sent(ids, sender.keysKnownFor()));
    }

    private String send(Call<N> call, int left) {
        try {
            return sender.send(call);
        } catch (ChannelRejectedException e) {
            throw call.isFirst() ? e : partly(e, call.number(), call.number() + left);
        }
    }

    private static ChannelRejectedException partly(ChannelRejectedException e, int sent, int all) {
        String reason = Objects.toString(e.getMessage(), "").replace(" (" + e.code() + ")", "");
        return new ChannelRejectedException(
                e.code(), sent + " of " + all + " parts were sent, then: " + reason, e.maybeSent());
    }
}
