package io.omnihub.hub;

import io.omnihub.log.LogEpoch;
import io.omnihub.message.Entry;
import io.omnihub.wire.JsonCodec;
import io.omnihub.wire.ProtobufCodec;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/// The step of a route that makes a CloudEvent 1.0 of what `hub:events` gives, for Kafka: keyed by the conversation,
/// with an id by which a reader knows what it has read already.
final class CloudEvents implements Processor {

    private static final String KEY = "CamelKafkaKey";
    private static final String CONTENT_TYPE = "content-type";

    private static final JsonMapper JSON = JsonMapper.shared();

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
        Map<String, String> attributes = attributes(entry);
        message.removeHeaders("Hub*");
        message.setHeader(KEY, entry.conversation().value());
        if (json) {
            ObjectNode event = JSON.createObjectNode();
            attributes.forEach(event::put);
            event.put("datacontenttype", "application/json");
            event.putRawValue("data", new RawValue(new String(JsonCodec.encode(entry), StandardCharsets.UTF_8)));
            message.setHeader(CONTENT_TYPE, "application/cloudevents+json; charset=UTF-8");
            message.setBody(JSON.writeValueAsBytes(event));
        } else {
            attributes.forEach((name, value) -> message.setHeader("ce_" + name, value));
            message.setHeader(CONTENT_TYPE, "application/protobuf");
            message.setBody(ProtobufCodec.encode(entry));
        }
    }

    private Map<String, String> attributes(Entry entry) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("specversion", "1.0");
        // Positions begin anew where the log was set back to a backup, which raises the epoch.
        attributes.put("id", epoch.known() + "-" + entry.partition() + "-" + entry.position());
        attributes.put(
                "source",
                "/tenants/" + entry.tenant().value() + "/inboxes/"
                        + entry.inbox().value());
        attributes.put("type", "io.omnihub." + entry.kind().publicName());
        attributes.put("subject", entry.conversation().value());
        attributes.put("time", entry.storedAt().toString());
        attributes.put("partitionkey", entry.conversation().value());
        attributes.put("tenant", entry.tenant().value());
        attributes.put("sequence", Long.toString(entry.sequence()));
        return attributes;
    }
}
