package io.omnihub.message;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A wish to change a conversation, checked by the engine against the session's state.
public sealed interface Command extends Body {

    /// The revision of the session that the wish was made on; the engine refuses the command when the session has
    /// moved on. 0 applies to any.
    long expectedRevision();

    /// Say something to the contact.
    ///
    /// @param cc  addresses of others who get it, whom everybody sees; see [Copies]
    /// @param bcc such of whom nobody else learns
    record Reply(
            List<Content> parts, @Nullable MessageRef replyTo, List<String> cc, List<String> bcc, long expectedRevision)
            implements Command {
        public Reply {
            parts = Check.parts(parts);
            Copies copies = new Copies(cc, bcc);
            cc = copies.cc();
            bcc = copies.bcc();
            Check.notNegative("expectedRevision", expectedRevision);
        }

        /// To the contact alone.
        public Reply(List<Content> parts, @Nullable MessageRef replyTo, long expectedRevision) {
            this(parts, replyTo, List.of(), List.of(), expectedRevision);
        }

        /// The same with other parts.
        public Reply with(List<Content> others) {
            return new Reply(others, replyTo, cc, bcc, expectedRevision);
        }

        public Copies copies() {
            return new Copies(cc, bcc);
        }
    }

    /// Say otherwise what one has said.
    record EditMessage(long sequence, List<Content> parts) implements Command {
        public EditMessage {
            Check.positive("sequence", sequence);
            parts = Check.parts(parts);
        }

        @Override
        public long expectedRevision() {
            return 0;
        }
    }

    /// Take back what one has said.
    record RecallMessage(long sequence) implements Command {
        public RecallMessage {
            Check.positive("sequence", sequence);
        }

        @Override
        public long expectedRevision() {
            return 0;
        }
    }

    /// Write something that only agents see.
    record Note(List<Content> parts, long expectedRevision) implements Command {
        public Note {
            parts = Check.parts(parts);
            Check.notNegative("expectedRevision", expectedRevision);
        }
    }

    /// Give the session to an agent.
    ///
    /// @param agent the agent's account; empty takes it from whoever has it
    record Assign(String agent, long expectedRevision) implements Command {
        public Assign {
            Check.optionalId("agent", agent);
            Check.notNegative("expectedRevision", expectedRevision);
        }
    }

    /// Put the session aside until the contact writes again.
    record Pend(long expectedRevision) implements Command {
        public Pend {
            Check.notNegative("expectedRevision", expectedRevision);
        }
    }

    /// End the session.
    record Resolve(long expectedRevision) implements Command {
        public Resolve {
            Check.notNegative("expectedRevision", expectedRevision);
        }
    }

    /// Take a resolved or pending session up again.
    record Reopen(long expectedRevision) implements Command {
        public Reopen {
            Check.notNegative("expectedRevision", expectedRevision);
        }
    }

    /// Add labels to the session and remove others.
    record Label(Set<String> add, Set<String> remove, long expectedRevision) implements Command {
        public Label {
            add = Check.labels("add", add);
            remove = Check.labels("remove", remove);
            Check.notNegative("expectedRevision", expectedRevision);
        }
    }

    /// Erase for good what was said at a sequence.
    record Erase(long sequence) implements Command {
        public Erase {
            Check.positive("sequence", sequence);
        }

        @Override
        public long expectedRevision() {
            return 0;
        }
    }

    /// The bytes of a message's part have been fetched into the blob store, or were given up.
    ///
    /// @param part   index of the part, from 0
    /// @param reason why the bytes can't be had; empty where they are there
    record AttachMedia(MessageRef target, int part, Media media, String reason) implements Command {
        public AttachMedia {
            Check.notNegative("part", part);
            Check.text("reason", reason);
        }

        public AttachMedia(MessageRef target, int part, Media media) {
            this(target, part, media, "");
        }

        @Override
        public long expectedRevision() {
            return 0;
        }
    }
}
