package io.omnihub.gateway;

import io.omnihub.message.Command;
import io.omnihub.wire.ClientFrame;

/// What a frame asks for, by its name in the table of [io.omnihub.identity.Permissions].
final class Operations {

    static final String HELLO = "hello";

    private Operations() {}

    static String of(ClientFrame frame) {
        return switch (frame) {
            case ClientFrame.Hello _ -> HELLO;
            case ClientFrame.Send _ -> "send";
            case ClientFrame.CommandOn command -> of(command.command());
            case ClientFrame.Typing _ -> "typing";
            case ClientFrame.Read _ -> "read";
            case ClientFrame.Watch _ -> "watch";
            case ClientFrame.Unwatch _ -> "unwatch";
            case ClientFrame.Changes _ -> "list";
            case ClientFrame.PresenceState _ -> "presence";
            case ClientFrame.Fetch _ -> "fetch";
            case ClientFrame.Ping _ -> "ping";
        };
    }

    private static String of(Command command) {
        return switch (command) {
            case Command.Reply _ -> "command reply";
            case Command.Note _ -> "command note";
            case Command.Assign _ -> "command assign";
            case Command.Pend _ -> "command pend";
            case Command.Resolve _ -> "command resolve";
            case Command.Reopen _ -> "command reopen";
            case Command.Label _ -> "command label";
            case Command.AttachMedia _ -> "command attach-media";
            case Command.Erase _ -> "command erase";
        };
    }
}
