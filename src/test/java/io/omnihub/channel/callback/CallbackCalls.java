package io.omnihub.channel.callback;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/// Calls as a callback's route has them behind its first step.
public final class CallbackCalls {

    private CallbackCalls() {}

    /// Puts one of an empty object of JSON to the inbox `shop` on an exchange.
    public static void fill(Exchange exchange, String method, String query, Map<String, Object> headers) {
        Message message = exchange.getMessage();
        headers.forEach(message::setHeader);
        message.setHeader(Exchange.HTTP_METHOD, method);
        message.setHeader(Exchange.HTTP_URI, "/channels/acme/shop");
        message.setHeader(Exchange.HTTP_QUERY, query);
        message.setBody("{}".getBytes(StandardCharsets.UTF_8));
        CallbackRequest request = CallbackRequest.of(message, Clock.systemUTC().instant());
        message.removeHeaders("*");
        message.setBody(request);
    }
}
