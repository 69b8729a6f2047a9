package io.omnihub.channel.callback;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/// An answer to a call. As a step of a route it gives this answer to every call, so a channel that always says the same
/// offers one as the bean `<channel>Answer`.
@SuppressWarnings("ArrayRecordComponent")
public record CallbackAnswer(int status, String contentType, byte[] body, Map<String, String> headers)
        implements Processor {

    private static final CallbackAnswer FORBIDDEN = problem(403, "Forbidden", Map.of());
    private static final CallbackAnswer UNAVAILABLE =
            problem(503, "Service Unavailable", Map.of("Retry-After", CallbackEntrance.RETRY_AFTER));

    public CallbackAnswer {
        headers = Map.copyOf(headers);
    }

    public static CallbackAnswer text(String text) {
        return ok("text/plain;charset=UTF-8", text);
    }

    public static CallbackAnswer xml(String xml) {
        return ok("text/xml;charset=UTF-8", xml);
    }

    public static CallbackAnswer json(String json) {
        return ok("application/json;charset=UTF-8", json);
    }

    /// @param allowed the methods that are
    public static CallbackAnswer notAllowed(String allowed) {
        return problem(405, "Method Not Allowed", Map.of("Allow", allowed));
    }

    /// The one answer to every call that could not be proved, whatever the reason was.
    static CallbackAnswer forbidden() {
        return FORBIDDEN;
    }

    /// The platform shall try again.
    static CallbackAnswer unavailable() {
        return UNAVAILABLE;
    }

    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        headers.forEach(message::setHeader);
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        message.setHeader(Exchange.CONTENT_TYPE, contentType);
        message.setHeader("X-Content-Type-Options", "nosniff");
        message.setBody(body);
    }

    private static CallbackAnswer ok(String contentType, String body) {
        return new CallbackAnswer(200, contentType, utf8(body), Map.of());
    }

    private static CallbackAnswer problem(int status, String title, Map<String, String> headers) {
        String json = "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d}".formatted(title, status);
        return new CallbackAnswer(status, "application/problem+json", utf8(json), headers);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
