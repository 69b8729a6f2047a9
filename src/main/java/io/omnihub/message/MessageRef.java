package io.omnihub.message;

/// Names an earlier message of the same inbox, by the platform's id or by our sequence in the conversation.
///
/// @param externalId the platform's id; empty where the sequence is given
/// @param sequence   our number in the conversation; 0 where the external id is given
public record MessageRef(String externalId, long sequence) {

    public MessageRef {
        Check.optionalId("externalId", externalId);
        Check.notNegative("sequence", sequence);
        if (externalId.isEmpty() == (sequence == 0)) {
            throw new InvalidMessageException("externalId", "must be given, or else the sequence, not both");
        }
    }

    public static MessageRef external(String externalId) {
        return new MessageRef(externalId, 0);
    }

    public static MessageRef of(long sequence) {
        return new MessageRef("", sequence);
    }
}
