package io.omnihub.gateway;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.identity.ApiTokens;
import io.omnihub.identity.Caller;
import io.omnihub.identity.Credential;
import io.omnihub.identity.Permissions;
import io.omnihub.identity.Permissions.Operation;
import io.omnihub.identity.Role;
import io.omnihub.identity.Tickets;
import io.omnihub.message.Command;
import io.omnihub.message.TenantId;
import io.omnihub.wire.BadFrameException;
import io.omnihub.wire.ClientFrame;
import io.omnihub.wire.FrameCodec;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Who may send what over the WebSocket, tried with each frame and each command.
final class OperationsTests {

    private static final String BY_TABLE = "by the table";

    private final LiveHub live = LiveHub.shared();
    private final JsonNode visitor = live.visitor();
    private final String conversation = visitor.path("conversation").asString();
    private final Map<String, String> frames = frames(conversation);

    @Test
    void everyFrameAndEveryCommandIsInTheTable() throws BadFrameException {
        Set<Class<?>> tried = new HashSet<>();
        for (Map.Entry<String, String> each : frames.entrySet()) {
            ClientFrame frame = FrameCodec.JSON.decode(each.getValue().getBytes(StandardCharsets.UTF_8));
            assertThat(Operations.of(frame)).isEqualTo(each.getKey());
            tried.add(frame.getClass());
            if (frame instanceof ClientFrame.CommandOn command) {
                tried.add(command.command().getClass());
            }
        }

        assertThat(frames.keySet())
                .isEqualTo(Permissions.OPERATIONS.stream().map(Operation::name).collect(toSet()));
        assertThat(tried).contains(ClientFrame.class.getPermittedSubclasses());
        assertThat(tried).contains(Command.class.getPermittedSubclasses());
    }

    @Test
    void everyCellOfARoleHolds() {
        try (Client customer = live.visitor(visitor, "")) {
            customer.await("welcome");
            customer.say(LiveHub.newId(), "Hello");
        }
        for (Role role : Role.values()) {
            boolean welcome = may(role, Operations.HELLO);
            try (Client agent = connect(role)) {
                assertThat(agent.await(welcome ? "welcome" : "error"))
                        .as("%s", role)
                        .isNotNull();
            }
            for (Operation operation : Permissions.OPERATIONS) {
                if (welcome && !operation.name().equals(Operations.HELLO)) {
                    try (Client agent = connect(role)) {
                        agent.await("welcome");
                        assertThat(isForbidden(agent, operation))
                                .as("%s %s", role, operation)
                                .isEqualTo(!operation.roles().contains(role));
                    }
                }
            }
        }
    }

    @Test
    void everyCellOfAVisitorHolds() {
        for (Operation operation : Permissions.OPERATIONS) {
            if (!operation.name().equals(Operations.HELLO)) {
                try (Client customer = live.visitor(visitor, "")) {
                    customer.await("welcome");
                    assertThat(isForbidden(customer, operation))
                            .as("visitor %s", operation)
                            .isEqualTo(!operation.visitors());
                }
            }
        }
    }

    private static boolean may(Role role, String name) {
        return Permissions.OPERATIONS.stream()
                .filter(operation -> operation.name().equals(name))
                .anyMatch(operation -> operation.roles().contains(role));
    }

    /// Connects with a ticket of a role that the API might not have given one.
    private Client connect(Role role) {
        String token = live.hub
                .bean(ApiTokens.class)
                .create(TenantId.DEFAULT, "table-" + LiveHub.newId(), role, "test")
                .orElseThrow()
                .token()
                .id();
        Credential credential = new Credential(Credential.Kind.TOKEN, TenantId.DEFAULT, token, "", null);
        String ticket = live.hub
                .bean(Tickets.class)
                .create(new Caller(TenantId.DEFAULT, BY_TABLE, "", role, true, null, credential))
                .ticket();
        Client agent = Client.connect(live.port(), "/ws/agent", "");
        agent.send("{\"type\": \"hello\", \"ticket\": \"" + ticket + "\"}");
        return agent;
    }

    private boolean isForbidden(Client client, Operation operation) {
        client.send(frames.get(operation.name()));
        try {
            client.send("{\"type\": \"ping\"}");
        } catch (CompletionException _) {
            // Cut already; what was said before comes yet.
        }
        // Either the connection is closed, or the ping is answered after whatever the frame led to.
        while (true) {
            JsonNode next = client.next();
            switch (next.path("type").asString()) {
                case "refused", "error" -> {
                    if (next.path("code").asString().equals("forbidden")) {
                        return true;
                    }
                }
                case "pong" -> {
                    return false;
                }
                default -> {
                    // Of what else goes on.
                }
            }
        }
    }

    /// One frame of each kind, and one of each command, by its name in the table.
    static Map<String, String> frames(String conversation) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("hello", "{\"type\": \"hello\", \"ticket\": \"none\"}");
        all.put(
                "send",
                "{\"type\": \"send\", \"clientId\": \"" + LiveHub.newId()
                        + "\", \"parts\": [{\"type\": \"text\", \"text\": \"Hello\"}]}");
        all.put("typing", "{\"type\": \"typing\", " + ofConversation(conversation));
        all.put("read", "{\"type\": \"read\", \"upTo\": 1, " + ofConversation(conversation));
        all.put("watch", "{\"type\": \"watch\", \"after\": 0, " + ofConversation(conversation));
        all.put("unwatch", "{\"type\": \"unwatch\", " + ofConversation(conversation));
        all.put("list", "{\"type\": \"list\"}");
        all.put("presence", "{\"type\": \"presence\", \"state\": \"away\"}");
        all.put("fetch", "{\"type\": \"fetch\", " + ofConversation(conversation));
        all.put("ping", "{\"type\": \"ping\"}");
        all.put(
                "command reply",
                command(conversation, "\"reply\", \"parts\": [{\"type\": \"text\", \"text\": \"Hello\"}]"));
        all.put(
                "command note",
                command(conversation, "\"note\", \"parts\": [{\"type\": \"text\", \"text\": \"Hello\"}]"));
        all.put("command assign", command(conversation, "\"assign\", \"agent\": \"\""));
        all.put("command pend", command(conversation, "\"pend\""));
        all.put("command resolve", command(conversation, "\"resolve\""));
        all.put("command reopen", command(conversation, "\"reopen\""));
        all.put("command label", command(conversation, "\"label\", \"add\": [\"vip\"], \"remove\": []"));
        all.put(
                "command edit-message",
                command(
                        conversation,
                        "\"edit-message\", \"sequence\": 1, \"parts\": [{\"type\": \"text\", \"text\": \"Hi\"}]"));
        all.put("command recall-message", command(conversation, "\"recall-message\", \"sequence\": 1"));
        all.put("command erase", command(conversation, "\"erase\", \"sequence\": 1"));
        all.put(
                "command attach-media",
                command(
                        conversation,
                        "\"attach-media\", \"target\": {\"sequence\": 1}, \"part\": 0, \"media\": {\"url\": \"https://example.com/a.png\"}"));
        return all;
    }

    private static String ofConversation(String conversation) {
        return "\"conversation\": \"" + conversation + "\"}";
    }

    private static String command(String conversation, String command) {
        return "{\"type\": \"command\", \"clientId\": \"%s\", \"conversation\": \"%s\", \"command\": {\"type\": %s}}"
                .formatted(LiveHub.newId(), conversation, command);
    }
}
