package io.omnihub.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One utterance: ordered parts, so that a picture with a caption is one message of two parts.
///
/// @param externalId the platform's id of it; empty where the platform gives none or it is ours and not yet sent
/// @param parts      1 to 100
/// @param replyTo    the message it answers, where it quotes one
public record Message(
        String externalId, List<Content> parts, @Nullable MessageRef replyTo) implements Body, Change {

    public Message {
        Check.optionalId("externalId", externalId);
        parts = Check.parts(parts);
    }

    /// A message of one part that answers nothing.
    public static Message of(String externalId, Content part) {
        return new Message(externalId, List.of(part), null);
    }
}
