package io.omnihub.channel.poll;

import io.omnihub.message.InboundEvent;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Processor;

/// Translates a platform's own record, which was fetched, into unified events. A channel offers one as the bean
/// `<channel>Inbound`.
public interface PollAdapter<N> extends Processor {

    /// @return in order; empty for what nobody needs to know of, such as an echo of our own message
    /// @throws io.omnihub.channel.MalformedMessageException where a field that every such record has is missing
    List<InboundEvent> adapt(N message, Fetched fetched);

    // What the channel's own reader gave.
    @SuppressWarnings("unchecked")
    @Override
    default void process(Exchange exchange) throws InvalidPayloadException {
        List<N> messages = exchange.getMessage().getMandatoryBody(List.class);
        List<Fetched> together = Fetched.on(exchange);
        List<InboundEvent> events = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            events.addAll(adapt(messages.get(i), together.get(i)));
        }
        exchange.getMessage().setBody(events);
    }
}
