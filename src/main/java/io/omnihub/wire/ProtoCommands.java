package io.omnihub.wire;

import io.omnihub.message.Command;
import io.omnihub.wire.proto.Proto;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Translates commands; one of a kind from a later version is refused, since half a wish is none.
final class ProtoCommands {

    private ProtoCommands() {}

    static Proto.Command encode(Command command) {
        Proto.Command.Builder builder = Proto.Command.newBuilder().setExpectedRevision(command.expectedRevision());
        switch (command) {
            case Command.Reply reply -> {
                builder.getReplyBuilder()
                        .addAllParts(ProtoContents.encode(reply.parts()))
                        .addAllCc(reply.cc())
                        .addAllBcc(reply.bcc());
                if (reply.replyTo() != null) {
                    builder.getReplyBuilder().setReplyTo(ProtoMedia.encode(reply.replyTo()));
                }
            }
            case Command.Note note -> builder.getNoteBuilder().addAllParts(ProtoContents.encode(note.parts()));
            case Command.Assign assign -> builder.getAssignBuilder().setAgent(assign.agent());
            case Command.Pend _ -> builder.setPend(Proto.Command.Pend.getDefaultInstance());
            case Command.Resolve _ -> builder.setResolve(Proto.Command.Resolve.getDefaultInstance());
            case Command.Reopen _ -> builder.setReopen(Proto.Command.Reopen.getDefaultInstance());
            case Command.Label label ->
                builder.getLabelBuilder().addAllAdd(sorted(label.add())).addAllRemove(sorted(label.remove()));
            case Command.AttachMedia attach ->
                builder.getAttachMediaBuilder()
                        .setTarget(ProtoMedia.encode(attach.target()))
                        .setPart(attach.part())
                        .setMedia(ProtoMedia.encode(attach.media()))
                        .setReason(attach.reason());
            case Command.EditMessage edit ->
                builder.getEditMessageBuilder()
                        .setSequence(edit.sequence())
                        .addAllParts(ProtoContents.encode(edit.parts()));
            case Command.RecallMessage recall ->
                builder.getRecallMessageBuilder().setSequence(recall.sequence());
            case Command.Erase erase -> builder.getEraseBuilder().setSequence(erase.sequence());
        }
        return builder.build();
    }

    static Command decode(Proto.Command command) {
        if (command.getCommandCase() == Proto.Command.CommandCase.COMMAND_NOT_SET) {
            throw Fields.unknown("kind");
        }
        return Fields.within(command.getCommandCase(), () -> known(command, command.getExpectedRevision()));
    }

    private static Command known(Proto.Command command, long revision) {
        return switch (command.getCommandCase()) {
            case REPLY -> decode(command.getReply(), revision);
            case NOTE -> new Command.Note(ProtoContents.decode(command.getNote().getPartsList()), revision);
            case ASSIGN -> new Command.Assign(command.getAssign().getAgent(), revision);
            case PEND -> new Command.Pend(revision);
            case RESOLVE -> new Command.Resolve(revision);
            case REOPEN -> new Command.Reopen(revision);
            case LABEL -> decode(command.getLabel(), revision);
            case ATTACH_MEDIA -> decode(command.getAttachMedia());
            case EDIT_MESSAGE ->
                new Command.EditMessage(
                        command.getEditMessage().getSequence(),
                        ProtoContents.decode(command.getEditMessage().getPartsList()));
            case RECALL_MESSAGE ->
                new Command.RecallMessage(command.getRecallMessage().getSequence());
            case ERASE -> new Command.Erase(command.getErase().getSequence());
            case COMMAND_NOT_SET -> throw Fields.unknown("kind");
        };
    }

    static List<String> sorted(Set<String> values) {
        return values.stream().sorted().toList();
    }

    private static Command.Reply decode(Proto.Command.Reply reply, long revision) {
        return new Command.Reply(
                ProtoContents.decode(reply.getPartsList()),
                ProtoMedia.decodeOptional("replyTo", reply.hasReplyTo(), reply.getReplyTo()),
                reply.getCcList(),
                reply.getBccList(),
                revision);
    }

    private static Command.Label decode(Proto.Command.Label label, long revision) {
        return new Command.Label(new HashSet<>(label.getAddList()), new HashSet<>(label.getRemoveList()), revision);
    }

    private static Command.AttachMedia decode(Proto.Command.AttachMedia attach) {
        return new Command.AttachMedia(
                ProtoMedia.decode("target", attach.hasTarget(), attach.getTarget()),
                attach.getPart(),
                ProtoMedia.decode("media", attach.hasMedia(), attach.getMedia()),
                attach.getReason());
    }
}
