package io.omnihub.channel.callback;

import io.omnihub.message.InboundEvent;
import java.util.List;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/// Translates a platform's own record into unified events. A channel offers one as the bean `<channel>Inbound`.
public interface InboundAdapter<N> extends Processor {

    /// @return in order; empty for what nobody needs to know of, such as an echo of our own message
    /// @throws io.omnihub.channel.MalformedMessageException where a field that every such record has is missing
    List<InboundEvent> adapt(N message, Callback callback);

    // What the channel's own reader gave.
    @SuppressWarnings("unchecked")
    @Override
    default void process(Exchange exchange) {
        Callback callback = Callback.of(exchange);
        exchange.getMessage().setBody(adapt((N) Objects.requireNonNull(callback.message()), callback));
    }
}
