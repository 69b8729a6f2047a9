package io.omnihub.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.message.Entry;
import io.omnihub.message.InboundEvent;
import java.io.IOException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Domain(Models.class)
final class JsonCodecTests {

    private static final JsonMapper MAPPER = JsonCodec.mapper();

    @Property
    void anEventIsTheSameAfterItsWayThroughJson(@ForAll InboundEvent event) {
        assertThat(JsonCodec.decodeEvent(JsonCodec.encode(event))).isEqualTo(event);
    }

    @Property
    void anEntryIsTheSameAfterItsWayThroughJson(@ForAll Entry entry) {
        assertThat(JsonCodec.decodeEntry(JsonCodec.encode(entry))).isEqualTo(entry);
    }

    @Property(tries = 300)
    void anEventIsTheSameJsonAfterItsWayThroughProtobuf(@ForAll InboundEvent event) throws IOException {
        InboundEvent again = ProtobufCodec.decodeEvent(ProtobufCodec.encode(event));

        assertThat(tree(JsonCodec.encode(again))).isEqualTo(tree(JsonCodec.encode(event)));
    }

    @Property(tries = 300)
    void anEntryIsTheSameJsonAfterItsWayThroughProtobuf(@ForAll Entry entry) throws IOException {
        Entry again = ProtobufCodec.decodeEntry(ProtobufCodec.encode(entry));

        assertThat(tree(JsonCodec.encode(again))).isEqualTo(tree(JsonCodec.encode(entry)));
    }

    private static JsonNode tree(byte[] json) throws IOException {
        return MAPPER.readTree(json);
    }
}
