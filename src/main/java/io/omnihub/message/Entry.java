package io.omnihub.message;

import java.time.Instant;
import java.util.Map;

/// One change of one conversation, as the log holds it.
///
/// @param position  number in the partition, gapless from 1, in the order of commits
/// @param sequence  number in the conversation, gapless from 1
/// @param previous  the last sequence before this one that the contact may see; 0 where there is none
/// @param sender    who did it
/// @param storedAt  our clock at the commit
/// @param late      whether it entered by a replay, after what it would have preceded
/// @param later     the whole entry as a later version stored it, in Base64; empty where this one knows all of it, or
///                  not all of it is for whoever gets this
public record Entry(
        int partition,
        long position,
        TenantId tenant,
        ChannelId channel,
        InboxId inbox,
        ConversationId conversation,
        long sequence,
        long previous,
        Visibility visibility,
        Direction direction,
        Sender sender,
        Instant sentAt,
        Instant storedAt,
        boolean late,
        Map<String, String> metadata,
        Change change,
        String later) {

    public Entry {
        Check.notNegative("partition", partition);
        Check.notNegative("position", position);
        Check.notNegative("sequence", sequence);
        Check.notNegative("previous", previous);
        Check.time("sentAt", sentAt);
        Check.time("storedAt", storedAt);
        metadata = Check.texts("metadata", metadata);
    }

    /// What is left of the entry when it was erased: where and when it stood, and of which kind who did it was.
    public Entry erased() {
        return with(partition, position, new Sender(sender.kind(), sender.id(), ""), Map.of(), new Erased(sequence));
    }

    /// The entry as the contact may see it: not under which account an agent works, nor what the agent's client noted,
    /// nor where it stands among what all others say, nor what a later version added, which may be for agents only.
    public Entry forContact() {
        boolean own = sender.kind() == Sender.Kind.CONTACT;
        return with(0, 0, own ? sender : sender.forContact(), own ? metadata : Map.of(), change);
    }

    private Entry with(
            int newPartition, long newPosition, Sender newSender, Map<String, String> newMetadata, Change newChange) {
        return new Entry(
                newPartition,
                newPosition,
                tenant,
                channel,
                inbox,
                conversation,
                sequence,
                previous,
                visibility,
                direction,
                newSender,
                sentAt,
                storedAt,
                late,
                newMetadata,
                newChange,
                "");
    }

    /// The kind by which the outside knows the entry.
    public EntryKind kind() {
        return EntryKind.of(change, visibility);
    }
}
