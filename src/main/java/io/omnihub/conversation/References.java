package io.omnihub.conversation;

import io.omnihub.log.InboundKey;
import io.omnihub.message.Body;
import io.omnihub.message.Command;
import io.omnihub.message.ContactChange;
import io.omnihub.message.Direction;
import io.omnihub.message.Edit;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.Keys;
import io.omnihub.message.Message;
import io.omnihub.message.MessageRef;
import io.omnihub.message.Reaction;
import io.omnihub.message.ReadMark;
import io.omnihub.message.Recall;
import io.omnihub.message.Receipt;
import io.omnihub.message.Typing;
import java.util.List;
import java.util.Optional;

/// What events refer to.
final class References {

    private References() {}

    /// The message that an event speaks of.
    static Optional<MessageRef> target(Body body) {
        return switch (body) {
            case Edit edit -> Optional.of(edit.target());
            case Recall recall -> Optional.of(recall.target());
            case Reaction reaction -> Optional.of(reaction.target());
            case Receipt receipt -> Optional.of(receipt.target());
            case ReadMark mark -> Optional.of(mark.upTo());
            case Command.AttachMedia attach -> Optional.of(attach.target());
            case Command.EditMessage edit -> Optional.of(MessageRef.of(edit.sequence()));
            case Command.RecallMessage recall -> Optional.of(MessageRef.of(recall.sequence()));
            case Command.Erase erase -> Optional.of(MessageRef.of(erase.sequence()));
            case Message _, Typing _, ContactChange _, Command _ -> Optional.empty();
        };
    }

    /// The message that a message quotes, where it names it by the platform's id.
    static Optional<MessageRef> quoted(Body body) {
        return body instanceof Message message
                ? Optional.ofNullable(message.replyTo()).filter(quoted -> quoted.sequence() == 0)
                : Optional.empty();
    }

    /// The platform's ids that become known with an event.
    static List<String> introduces(InboundEvent event) {
        return switch (event.body()) {
            case Message message
            when !isEcho(event) && !message.externalId().isEmpty() -> List.of(message.externalId());
            case Receipt receipt -> receipt.externalIds();
            default -> List.of();
        };
    }

    /// Whether the platform tells us of a message that was sent in our name.
    static boolean isEcho(InboundEvent event) {
        return event.body() instanceof Message && event.header().direction() == Direction.OUTBOUND;
    }

    static InboundKey.Id key(InboundEvent event) {
        return key(event, event.header().key());
    }

    static InboundKey.Id messageKey(InboundEvent event, String externalId) {
        return key(event, Keys.message(externalId));
    }

    private static InboundKey.Id key(InboundEvent event, String key) {
        return new InboundKey.Id(event.header().tenant(), event.header().inbox(), key);
    }
}
