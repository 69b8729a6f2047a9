package io.omnihub.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.message.Content;
import io.omnihub.message.Entry;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
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

    @Property
    @Domain(DomainContext.Global.class)
    void aTimeIsWrittenAsItTellsItself(@ForAll @LongRange(min = -1_000_000, max = 253_402_300_799_999L) long millis) {
        TimeSerializer times = new TimeSerializer();
        for (Instant time : List.of(
                Instant.ofEpochMilli(millis),
                Instant.ofEpochMilli(millis + 1),
                Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS),
                Instant.ofEpochMilli(millis).plusNanos(1))) {
            assertThat(times.text(time)).isEqualTo(time.toString());
        }
    }

    @Example
    void aTextThatStandsForWhatCannotBeReadIsReadAsItIs() {
        Content.Text text = new Content.Text("\uFFFD");
        Message message = Message.of("", text);
        String json = new String(JsonCodec.write(message), StandardCharsets.UTF_8);
        assertThat(JsonCodec.read(json.getBytes(StandardCharsets.UTF_8), "message", Message.class))
                .isEqualTo(message);
    }

    private static JsonNode tree(byte[] json) throws IOException {
        return MAPPER.readTree(json);
    }
}
