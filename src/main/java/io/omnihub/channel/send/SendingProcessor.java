package io.omnihub.channel.send;

import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.channel.Sent;
import io.omnihub.message.PlatformCall;
import java.util.List;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Processor;

/// The last step of a channel's outbound route: makes the calls that are left of an [Outgoing], one after the other.
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
    public void process(Exchange exchange) throws InvalidPayloadException {
        @SuppressWarnings("unchecked")
        Outgoing<N> outgoing = exchange.getMessage().getMandatoryBody(Outgoing.class);
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
