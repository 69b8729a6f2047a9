package io.omnihub.mapping;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.omnihub.channel.send.LongText;
import io.omnihub.message.Content;

/// A part on its way out, as the expressions of a mapping see it. What it becomes is worked out when it is sent.
sealed interface Piece {

    ObjectNode node();

    static Piece of(Content content) {
        ObjectNode node = ContentNodes.of(content);
        return content instanceof Content.Text ? new Said(node) : new Shown(node, content);
    }

    /// A text, which may have to be cut.
    record Said(ObjectNode node) implements Piece, LongText<Said> {

        @Override
        public String text() {
            return node.path("text").textValue();
        }

        @Override
        public Said withText(String piece) {
            return new Said(node.deepCopy().put("text", piece));
        }
    }

    /// Anything else.
    record Shown(ObjectNode node, Content content) implements Piece {}
}
