package io.omnihub.conversation;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.omnihub.message.Command;
import io.omnihub.message.Content;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.message.MessageRef;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The bodies of commands. A missing `expectedRevision` is 0 and fits any.
final class Requests {

    private Requests() {}

    /// Something to say to the contact.
    record Reply(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
            @JsonSetter(nulls = Nulls.AS_EMPTY, contentNulls = Nulls.FAIL)
            List<Content> parts,

            @Nullable MessageRef replyTo,

            @Schema(description = "addresses of others who get it too, where the inbox has the ability copies")
            @JsonSetter(nulls = Nulls.AS_EMPTY, contentNulls = Nulls.FAIL)
            List<String> cc,

            @Schema(description = "such of whom nobody else learns")
            @JsonSetter(nulls = Nulls.AS_EMPTY, contentNulls = Nulls.FAIL)
            List<String> bcc,

            long expectedRevision) {

        Command command() {
            return new Command.Reply(parts, replyTo, cc, bcc, expectedRevision);
        }
    }

    /// What a message is to say from now on.
    record NewWords(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
            @JsonSetter(nulls = Nulls.AS_EMPTY, contentNulls = Nulls.FAIL)
            List<Content> parts) {}

    /// Something for agents only.
    record Note(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
            @JsonSetter(nulls = Nulls.AS_EMPTY, contentNulls = Nulls.FAIL)
            List<Content> parts,

            long expectedRevision) {}

    /// Who shall have the session.
    ///
    /// @param agent an account; empty for nobody
    record Assignment(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String agent,

            long expectedRevision) {

        Command command() {
            if (agent == null) {
                throw new InvalidMessageException("agent", "must be given; empty takes the session from its agent");
            }
            return new Command.Assign(agent, expectedRevision);
        }
    }

    /// Labels to add and to remove.
    record Labels(
            @JsonSetter(nulls = Nulls.AS_EMPTY, contentNulls = Nulls.FAIL)
            Set<String> add,

            @JsonSetter(nulls = Nulls.AS_EMPTY, contentNulls = Nulls.FAIL)
            Set<String> remove,

            long expectedRevision) {

        Command command() {
            return new Command.Label(add, remove, expectedRevision);
        }
    }

    /// A change that needs no more than to be asked for.
    record Wish(long expectedRevision) {

        static long revision(@Nullable Wish wish) {
            return wish == null ? 0 : wish.expectedRevision();
        }
    }
}
