package io.omnihub.gateway;

import io.omnihub.conversation.Commands;
import io.omnihub.wire.ClientFrame;

/// What a frame asks for, by its name in the table of [io.omnihub.identity.Permissions].
final class Operations {

    static final String HELLO = "hello";

    private Operations() {}

    static String of(ClientFrame frame) {
        return switch (frame) {
            case ClientFrame.Hello _ -> HELLO;
            case ClientFrame.Send _ -> "send";
            case ClientFrame.CommandOn command -> "command " + Commands.name(command.command());
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
}
