package io.omnihub.hub;

import io.omnihub.deadletter.DeadLetter;
import io.omnihub.delivery.RawReplay;
import io.omnihub.delivery.ReplayFailedException;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;

/// Gives the bytes of a dead letter to the route that it names.
final class CamelReplay implements RawReplay {

    /// What a dead letter says shall never reach the outside, whoever wrote it.
    static final String SCHEME = "direct:";

    /// Records are taken again by their own door.
    private static final String RECORD = "hub:record";

    private final ProducerTemplate template;

    CamelReplay(ProducerTemplate template) {
        this.template = template;
    }

    @Override
    public void replay(DeadLetter letter) {
        String endpoint = letter.replayTo();
        boolean record = endpoint.equals(RECORD);
        if (!record && (!endpoint.startsWith(SCHEME) || endpoint.contains("?"))) {
            throw new ReplayFailedException("No route was named that takes it again.", null);
        }
        Exchange answer = template.request(record ? endpoint : endpoint + "?timeout=5000", exchange -> {
            exchange.getMessage().setBody(letter.body());
            exchange.getMessage().setHeader(HubHeaders.TENANT, letter.tenant().value());
            exchange.getMessage().setHeader(HubHeaders.INBOX, letter.inbox());
            exchange.getMessage()
                    .setHeader(HubHeaders.RECEIVED_AT, letter.createdAt().toString());
            exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, letter.contentType());
        });
        Exception failure = answer.getException();
        if (failure instanceof DirectConsumerNotAvailableException) {
            throw new ReplayFailedException("The route " + endpoint + " does not run.", failure);
        }
        if (failure != null) {
            throw new ReplayFailedException(
                    "The route " + endpoint + " failed again: " + Reasons.of(failure) + ".", failure);
        }
    }
}
