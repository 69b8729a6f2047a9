package io.omnihub.channel.callback;

import io.omnihub.channel.callback.UntrustedCallbackException.Reason;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/// A call as it came, before anybody has proved who makes it.
///
/// @param method     of HTTP
/// @param inbox      as the address names it, never a header or parameter of that name
/// @param caller     the address from which it was made
/// @param query      the parameters of the address
/// @param headers    those of the call itself, whatever the case of their names
/// @param body       the bytes as sent, over which signatures are made
/// @param receivedAt when it came
/// @param started    the same by [System#nanoTime()]
@SuppressWarnings("ArrayRecordComponent")
public record CallbackRequest(
        String method,
        String inbox,
        String caller,
        CallbackQuery query,
        Map<String, Object> headers,
        byte[] body,
        Instant receivedAt,
        long started) {

    /// Takes a call out of a message.
    ///
    /// @throws UntrustedCallbackException where the query is ambiguous
    static CallbackRequest of(Message message, Instant now) {
        String address = text(message, Exchange.HTTP_URI);
        Map<String, Object> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(message.getHeaders());
        return new CallbackRequest(
                text(message, Exchange.HTTP_METHOD),
                address.substring(address.lastIndexOf('/') + 1),
                text(message, CallbackConsumer.CALLER),
                new CallbackQuery(message.getHeader(Exchange.HTTP_QUERY, String.class)),
                headers,
                Objects.requireNonNullElse(message.getBody(byte[].class), new byte[0]),
                now,
                System.nanoTime());
    }

    /// A header's value, empty where it is missing.
    ///
    /// @throws UntrustedCallbackException where it is there twice: that proves nothing
    public String header(String name) {
        Object value = headers.get(name);
        if (value instanceof Collection<?>) {
            throw new UntrustedCallbackException(Reason.WRONG_SIGNATURE);
        }
        return Objects.toString(value, "");
    }

    @Override
    public String toString() {
        return "CallbackRequest[" + method + ", " + inbox + ", " + body.length + " bytes]";
    }

    private static String text(Message message, String header) {
        return Objects.requireNonNullElse(message.getHeader(header, String.class), "");
    }
}
