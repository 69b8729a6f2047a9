package io.omnihub.message;

import java.util.Map;

/// What all deliveries carry: where they go, and which attempt it is.
///
/// @param delivery      the id of the delivery, the same in every attempt
/// @param sequence      the sequence of the entry that it tells the contact
/// @param thread        the external thread or user id to send to
/// @param attempt       from 1
/// @param maybeRepeated whether an earlier attempt may have reached the contact without our knowing
/// @param writer        of which kind who wrote it is
/// @param facts         the metadata of the entry
public record OutboundHeader(
        String delivery,
        TenantId tenant,
        ChannelId channel,
        InboxId inbox,
        ConversationId conversation,
        long sequence,
        String thread,
        int attempt,
        boolean maybeRepeated,
        Sender.Kind writer,
        Map<String, String> facts) {

    public OutboundHeader {
        Check.id("delivery", delivery);
        Check.id("thread", thread);
        Check.notNegative("sequence", sequence);
        facts = Check.texts("facts", facts);
    }
}
