package io.omnihub.channel.callback;

import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Processor;

/// Proves over the bytes as they came that a call is the platform's, and opens it. A channel offers one as the bean
/// `<channel>Proof`.
public interface CallbackProof extends Processor {

    /// @param request of any method; one that the platform never uses is [Proved.Answered] by
    ///                [CallbackAnswer#notAllowed]
    /// @throws UntrustedCallbackException where the call is not the platform's
    Proved prove(CallbackRequest request);

    @Override
    default void process(Exchange exchange) throws InvalidPayloadException {
        CallbackRequest request = exchange.getMessage().getMandatoryBody(CallbackRequest.class);
        switch (prove(request)) {
            case Proved.Answered answered -> {
                answered.answer().process(exchange);
                exchange.setRouteStop(true);
            }
            case Proved.Genuine genuine -> {
                genuine.inbox().called();
                Callback.of(request, genuine).on(exchange);
                exchange.getMessage().setBody(genuine.raw());
            }
        }
    }
}
