package io.omnihub.channel.callback;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/// Reads proved bytes, be they from a call or replayed, into the platform's own record. A channel offers one as the
/// bean `<channel>Native`.
public interface NativeReader<N> extends Processor {

    /// @throws io.omnihub.channel.MalformedMessageException where they can't be understood
    N read(byte[] raw);

    @Override
    default void process(Exchange exchange) {
        Callback callback = Callback.of(exchange);
        N message = read(callback.raw());
        callback.read(message).on(exchange);
        exchange.getMessage().setBody(message);
    }
}
