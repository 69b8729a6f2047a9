package io.omnihub.wire;

import io.omnihub.message.Entry;
import io.omnihub.trace.Door;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/// What happened, as programs outside are told: a CloudEvent 1.0.
///
/// @param attributes of the event, beside its data
/// @param data       in JSON
@SuppressWarnings("ArrayRecordComponent")
public record CloudEvent(Map<String, String> attributes, byte[] data) {

    /// The media type of [#json()].
    public static final String JSON_TYPE = "application/cloudevents+json; charset=UTF-8";

    private static final String TYPES = "io.omnihub.";
    private static final JsonMapper JSON = JsonMapper.shared();

    public CloudEvent {
        attributes = new LinkedHashMap<>(attributes);
    }

    /// An entry of the log.
    ///
    /// @param epoch the log's: positions begin anew where it was set back to a backup, which raises the epoch
    public static CloudEvent of(Entry entry, long epoch) {
        return new CloudEvent(attributes(entry, epoch), JsonCodec.encode(entry));
    }

    /// One that tells of nothing that happened.
    ///
    /// @param source whom it comes from
    /// @param data   in JSON
    public static CloudEvent of(String id, String source, String type, Instant time, String data) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("specversion", "1.0");
        attributes.put("id", id);
        attributes.put("source", source);
        attributes.put("type", TYPES + type);
        attributes.put("time", time.toString());
        return new CloudEvent(attributes, data.getBytes(StandardCharsets.UTF_8));
    }

    /// An entry's attributes, where its data go another way.
    public static Map<String, String> attributes(Entry entry, long epoch) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("specversion", "1.0");
        attributes.put("id", id(entry, epoch));
        attributes.put(
                "source",
                "/tenants/" + entry.tenant().value() + "/inboxes/"
                        + entry.inbox().value());
        attributes.put("type", TYPES + entry.kind().publicName());
        attributes.put("subject", entry.conversation().value());
        attributes.put("time", entry.storedAt().toString());
        attributes.put("partitionkey", entry.conversation().value());
        attributes.put("tenant", entry.tenant().value());
        attributes.put("sequence", Long.toString(entry.sequence()));
        String trace = Door.of(entry.metadata()).context();
        if (!trace.isEmpty()) {
            attributes.put("traceparent", trace);
        }
        return attributes;
    }

    /// By which a reader knows what it has read already.
    public static String id(Entry entry, long epoch) {
        return epoch + "-" + entry.partition() + "-" + entry.position();
    }

    /// Structured: all of it in one JSON.
    public byte[] json() {
        ObjectNode event = JSON.createObjectNode();
        attributes.forEach(event::put);
        event.put("datacontenttype", "application/json");
        event.putRawValue("data", new RawValue(new String(data, StandardCharsets.UTF_8)));
        return JSON.writeValueAsBytes(event);
    }
}
