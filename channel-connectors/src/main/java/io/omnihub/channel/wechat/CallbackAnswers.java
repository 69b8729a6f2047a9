package io.omnihub.channel.wechat;

import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/// Writes the answers to a callback that are not messages.
final class CallbackAnswers {

    private static final byte[] SUCCESS = "success".getBytes(StandardCharsets.UTF_8);
    private static final byte[] FORBIDDEN = problem("Forbidden", 403);
    private static final byte[] NOT_ALLOWED = problem("Method Not Allowed", 405);
    private static final byte[] UNAVAILABLE = problem("Service Unavailable", 503);

    private CallbackAnswers() {}

    /// "Taken, and nothing to say now."
    static void success(Exchange exchange) {
        answer(exchange, 200, "text/plain;charset=UTF-8", SUCCESS);
    }

    static void text(Exchange exchange, String text) {
        answer(exchange, 200, "text/plain;charset=UTF-8", text.getBytes(StandardCharsets.UTF_8));
    }

    static void xml(Exchange exchange, String xml) {
        answer(exchange, 200, "text/xml;charset=UTF-8", xml.getBytes(StandardCharsets.UTF_8));
    }

    /// The one answer to every callback that could not be proved, whatever the reason was.
    static void forbidden(Exchange exchange) {
        answer(exchange, 403, "application/problem+json", FORBIDDEN);
    }

    static void notAllowed(Exchange exchange) {
        answer(exchange, 405, "application/problem+json", NOT_ALLOWED).setHeader("Allow", "GET, POST");
    }

    /// The platform shall try again.
    static void unavailable(Exchange exchange) {
        answer(exchange, 503, "application/problem+json", UNAVAILABLE).setHeader("Retry-After", "5");
    }

    private static Message answer(Exchange exchange, int status, String contentType, byte[] body) {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        message.setHeader(Exchange.CONTENT_TYPE, contentType);
        message.setHeader("X-Content-Type-Options", "nosniff");
        message.setBody(body);
        return message;
    }

    private static byte[] problem(String title, int status) {
        return "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d}"
                .formatted(title, status)
                .getBytes(StandardCharsets.UTF_8);
    }
}
