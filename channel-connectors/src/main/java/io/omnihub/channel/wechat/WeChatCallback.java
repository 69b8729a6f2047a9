package io.omnihub.channel.wechat;

import io.omnihub.channel.UntrustedCallbackException;
import io.omnihub.channel.UntrustedCallbackException.Reason;
import java.time.Clock;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/// First step of a callback: proves the sender and leaves the decrypted bytes as body. Address verifications and wrong
/// methods are answered here and go no further.
final class WeChatCallback implements Processor {

    private final WeChatInboxes inboxes;
    private final Clock clock;

    WeChatCallback(WeChatInboxes inboxes, Clock clock) {
        this.inboxes = inboxes;
        this.clock = clock;
    }

    @Override
    public void process(Exchange exchange) throws InvalidPayloadException {
        exchange.setProperty(WeChatChannel.STARTED, System.nanoTime());
        Message message = exchange.getMessage();
        switch (header(message, Exchange.HTTP_METHOD)) {
            case "GET" -> {
                CallbackAnswers.text(exchange, CallbackProof.echo(inbox(message), query(message), clock.instant()));
                exchange.setRouteStop(true);
            }
            case "POST" -> {
                WeChatInbox inbox = inbox(message);
                byte[] raw = CallbackProof.open(
                        inbox, query(message), message.getMandatoryBody(byte[].class), clock.instant());
                inbox.called();
                message.removeHeaders("*");
                message.setHeader(WeChatChannel.TENANT, inbox.tenant().value());
                message.setHeader(WeChatChannel.INBOX, inbox.id().value());
                message.setBody(raw);
            }
            default -> {
                CallbackAnswers.notAllowed(exchange);
                exchange.setRouteStop(true);
            }
        }
    }

    /// The inbox is named by the address, never by a header or parameter of that name.
    private WeChatInbox inbox(Message message) {
        String address = header(message, Exchange.HTTP_URI);
        return inboxes.find(address.substring(address.lastIndexOf('/') + 1))
                .orElseThrow(() -> new UntrustedCallbackException(Reason.UNKNOWN_INBOX));
    }

    private static String header(Message message, String name) {
        return Objects.requireNonNullElse(message.getHeader(name, String.class), "");
    }

    private static CallbackQuery query(Message message) {
        return new CallbackQuery(message.getHeader(Exchange.HTTP_QUERY, String.class));
    }
}
