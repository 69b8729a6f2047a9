package io.omnihub.buffer;

import io.omnihub.message.Header;
import io.omnihub.message.InboundEvent;
import io.omnihub.wire.ProtobufCodec;
import java.util.Map;

/// One message of a broker queue: bytes and what stands on the outside.
@SuppressWarnings("ArrayRecordComponent")
record Parcel(String queue, Map<String, String> labels, byte[] body) {

    static final String TENANT = "tenant";
    static final String INBOX = "inbox";
    static final String CHANNEL = "channel";

    static Parcel of(InboundEvent event, int partition) {
        Header header = event.header();
        return new Parcel(
                Queues.inbound(partition),
                Map.of(
                        TENANT, header.tenant().value(),
                        INBOX, header.inbox().value(),
                        CHANNEL, header.channel().value()),
                ProtobufCodec.encode(event));
    }
}
