package io.omnihub.channel.send;

import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.message.Outbound;
import io.omnihub.message.OutboundEdit;
import io.omnihub.message.OutboundMessage;
import io.omnihub.message.OutboundRead;
import io.omnihub.message.OutboundRecall;
import io.omnihub.message.OutboundTyping;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Processor;

/// Translates what goes out into the channel's own messages. It calls nobody.
///
/// @param <N> the channel's own message
public interface OutboundAdapter<N> extends Processor {

    /// @throws ChannelRejectedException where the channel has no message for it
    Outgoing<N> toNative(OutboundMessage message);

    /// For a channel that can say a message otherwise.
    ///
    /// @throws ChannelRejectedException where the channel has no message for it
    default OutgoingEdit<N> toNative(OutboundEdit edit) {
        throw new ChannelRejectedException("not-capable", "the channel " + edit.channel() + " can't edit messages");
    }

    @Override
    default void process(Exchange exchange) throws InvalidPayloadException {
        switch (exchange.getMessage().getMandatoryBody(Outbound.class)) {
            case OutboundMessage message -> exchange.getMessage().setBody(toNative(message));
            case OutboundEdit edit -> exchange.getMessage().setBody(toNative(edit));
            // There is nothing in them to translate.
            case OutboundRecall _, OutboundTyping _, OutboundRead _ -> {}
        }
    }
}
