package io.omnihub.message;

import java.util.List;

/// A message on its way to the contact, as a channel's outbound route takes it from `hub:outbound`.
///
/// @param quoted the platform's id of the message that it answers; empty where it answers none that the platform
///               knows
/// @param topic  the platform's id of the topic that the quoted message stands in, as its metadata tell
///               ([Header#TOPIC]); empty for none
/// @param cut    by which limit its first try cut texts, in the words of the channels' kit; empty where nothing has
///               settled that
/// @param calls  the calls that earlier attempts made for it, in order; those are not made again
public record OutboundMessage(
        OutboundHeader header, Message message, String quoted, String topic, String cut, List<PlatformCall> calls)
        implements OutboundDelivery {

    public OutboundMessage {
        calls = List.copyOf(calls);
    }

    /// One that stands in no topic, and whose texts are cut as its channel cuts now.
    public OutboundMessage(OutboundHeader header, Message message, String quoted, List<PlatformCall> calls) {
        this(header, message, quoted, "", "", calls);
    }

    /// One that answers no message, and of which nothing was sent yet.
    public OutboundMessage(OutboundHeader header, Message message) {
        this(header, message, "", List.of());
    }
}
