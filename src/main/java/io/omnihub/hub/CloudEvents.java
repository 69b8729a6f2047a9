package io.omnihub.hub;

import io.omnihub.log.LogEpoch;
import io.omnihub.message.Entry;
import io.omnihub.wire.CloudEvent;
import io.omnihub.wire.ProtobufCodec;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.util.CaseInsensitiveMap;

/// The step of a route that makes a CloudEvent 1.0 of what `hub:events` gives, for Kafka: keyed by the conversation,
/// with an id by which a reader knows what it has read already.
final class CloudEvents implements Processor {

    private static final String KEY = "CamelKafkaKey";
    private static final String CONTENT_TYPE = "content-type";

    private final LogEpoch epoch;
    private final boolean json;

    private CloudEvents(LogEpoch epoch, boolean json) {
        this.epoch = epoch;
        this.json = json;
    }

    /// Structured: all of it is the body, in JSON.
    static CloudEvents json(LogEpoch epoch) {
        return new CloudEvents(epoch, true);
    }

    /// Binary: the body is the entry in Protobuf, the rest are headers.
    static CloudEvents protobuf(LogEpoch epoch) {
        return new CloudEvents(epoch, false);
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        Message message = exchange.getMessage();
        Entry entry = message.getMandatoryBody(Entry.class);
        message.removeHeaders("Hub*");
        message.setHeader(KEY, entry.conversation().value());
        if (json) {
            message.setHeader(CONTENT_TYPE, CloudEvent.JSON_TYPE);
            message.setBody(CloudEvent.of(entry, epoch.known()).json());
        } else {
            CloudEvent.attributes(entry, epoch.known())
                    .forEach((name, value) -> message.setHeader("ce_" + name, value));
            message.setHeader(CONTENT_TYPE, "application/protobuf");
            message.setBody(ProtobufCodec.encode(entry));
        }
        message.setHeaders(new Headers(message.getHeaders()));
    }

    /// Camel writes `Content-Type`, whatever it is told. In Kafka small letters are others than great ones, and readers
    /// of CloudEvents look for `content-type`.
    private static final class Headers extends CaseInsensitiveMap {

        private static final long serialVersionUID = 1;

        Headers(Map<String, Object> headers) {
            super(headers);
        }

        @Override
        public Set<Map.Entry<String, Object>> entrySet() {
            return super.entrySet().stream()
                    .map(header -> header.getKey().equalsIgnoreCase(CONTENT_TYPE)
                            ? new SimpleEntry<>(CONTENT_TYPE, header.getValue())
                            : header)
                    .collect(Collectors.toSet());
        }
    }
}
