package io.omnihub.wire;

import io.omnihub.message.Content.Card;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.wire.proto.Proto;
import java.util.ArrayList;
import java.util.List;

/// Translates cards with their lines and buttons.
final class ProtoCards {

    private ProtoCards() {}

    static void encode(Card card, Proto.Content.Card.Builder builder) {
        builder.setTitle(card.title());
        for (Card.Field field : card.fields()) {
            builder.addFieldsBuilder().setName(field.name()).setValue(field.value());
        }
        for (Card.Button button : card.buttons()) {
            builder.addButtonsBuilder()
                    .setLabel(button.label())
                    .setUrl(button.url())
                    .setValue(button.value());
        }
        if (card.picture() != null) {
            builder.setPicture(ProtoMedia.encode(card.picture()));
        }
        builder.putAllMetadata(card.metadata());
    }

    static Card decode(Proto.Content.Card card) {
        return new Card(
                card.getTitle(),
                fields(card.getFieldsList()),
                buttons(card.getButtonsList()),
                ProtoMedia.decodeOptional("picture", card.hasPicture(), card.getPicture()),
                card.getMetadataMap());
    }

    private static List<Card.Field> fields(List<Proto.Content.Card.Field> fields) {
        List<Card.Field> decoded = new ArrayList<>(fields.size());
        for (Proto.Content.Card.Field field : fields) {
            try {
                decoded.add(new Card.Field(field.getName(), field.getValue()));
            } catch (InvalidMessageException e) {
                throw e.within("fields[" + decoded.size() + "]");
            }
        }
        return decoded;
    }

    private static List<Card.Button> buttons(List<Proto.Content.Card.Button> buttons) {
        List<Card.Button> decoded = new ArrayList<>(buttons.size());
        for (Proto.Content.Card.Button button : buttons) {
            try {
                decoded.add(new Card.Button(button.getLabel(), button.getUrl(), button.getValue()));
            } catch (InvalidMessageException e) {
                throw e.within("buttons[" + decoded.size() + "]");
            }
        }
        return decoded;
    }
}
