package io.omnihub.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.message.Entry;
import io.omnihub.message.Header;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.Sender;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;

@Domain(Models.class)
final class ProtobufCodecTests {

    @Property
    void anEventIsTheSameAfterItsWayThroughProtobuf(@ForAll InboundEvent event) {
        assertThat(ProtobufCodec.decodeEvent(ProtobufCodec.encode(event))).isEqualTo(event);
    }

    @Property
    void anEntryIsTheSameAfterItsWayThroughProtobuf(@ForAll Entry entry) {
        assertThat(ProtobufCodec.decodeEntry(ProtobufCodec.encode(entry))).isEqualTo(entry);
    }

    @Property(tries = 200)
    void anEventSentAgainHasTheSameFingerprint(@ForAll InboundEvent event) {
        Header header = event.header();
        InboundEvent again = new InboundEvent(
                new Header(
                        header.tenant(),
                        header.channel(),
                        header.inbox(),
                        header.direction(),
                        header.thread(),
                        header.routingKey(),
                        header.key(),
                        new Sender(header.sender().kind(), header.sender().id(), "another name"),
                        Instant.ofEpochMilli(5),
                        Instant.ofEpochMilli(6),
                        Map.of("attempt", "2"),
                        null),
                event.body());

        assertThat(ProtobufCodec.fingerprint(again))
                .hasSize(16)
                .isEqualTo(ProtobufCodec.fingerprint(event))
                .isEqualTo(ProtobufCodec.fingerprint(ProtobufCodec.decodeEvent(ProtobufCodec.encode(event))));
    }

    @Property(tries = 200)
    void eventsThatDifferInWhatTheySayHaveDifferentFingerprints(
            @ForAll InboundEvent one, @ForAll InboundEvent another) {
        boolean same = one.body().equals(another.body())
                && one.header().direction() == another.header().direction()
                && one.header().thread().equals(another.header().thread())
                && one.header().sender().kind() == another.header().sender().kind()
                && one.header().sender().id().equals(another.header().sender().id());

        assertThat(Arrays.equals(ProtobufCodec.fingerprint(one), ProtobufCodec.fingerprint(another)))
                .isEqualTo(same);
    }
}
