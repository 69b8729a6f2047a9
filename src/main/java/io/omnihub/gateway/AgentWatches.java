package io.omnihub.gateway;

import io.omnihub.conversation.Conversation;
import io.omnihub.message.ConversationId;
import io.omnihub.message.TenantId;
import io.omnihub.message.Visibility;
import io.omnihub.wire.ClientFrame;
import io.omnihub.wire.ServerFrame;
import io.omnihub.wire.ServerFrame.Entries;
import io.omnihub.wire.ServerFrame.Heartbeat;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The conversations that an agent's connection follows entry by entry.
final class AgentWatches {

    private static final int MOST = 200;

    private final Map<ConversationId, Watch> watches = new ConcurrentHashMap<>();
    private final Socket socket;
    private final Services services;
    private final TenantId tenant;
    private final KnownConversations known;

    AgentWatches(Socket socket, Services services, TenantId tenant, KnownConversations known) {
        this.socket = socket;
        this.services = services;
        this.tenant = tenant;
        this.known = known;
    }

    /// Which they are, now and later.
    Set<ConversationId> conversations() {
        return watches.keySet();
    }

    /// How far they are.
    Heartbeat heartbeat() {
        Map<String, Long> last = new HashMap<>();
        watches.forEach((conversation, watch) ->
                services.topics().last(watch).ifPresent(sequence -> last.put(conversation.value(), sequence)));
        return new Heartbeat(last);
    }

    /// Begins with what the client has missed.
    void watch(ClientFrame.Watch frame) {
        unwatch(frame.conversation());
        if (watches.size() >= MOST) {
            socket.push(new ServerFrame.Refused(
                    "", "invalid", "No more than 200 conversations can be watched.", "conversation"));
            return;
        }
        Watch watch = new Watch(socket, frame.conversation(), Visibility.AGENTS);
        watches.put(frame.conversation(), watch);
        services.topics().add(watch);
        socket.work(
                () -> services.conversations()
                        .find(tenant, frame.conversation())
                        .map(found -> new Seen(
                                found,
                                services.history().missed(tenant, found.id(), frame.after(), Visibility.AGENTS))),
                seen -> seen.ifPresentOrElse(found -> show(watch, found), () -> {
                    unwatch(frame.conversation());
                    socket.push(Answers.notFound(""));
                }),
                _ -> {});
    }

    void unwatch(ConversationId conversation) {
        Watch watch = watches.remove(conversation);
        if (watch != null) {
            services.topics().remove(watch);
        }
    }

    /// The connection is closed.
    void gone() {
        watches.values().forEach(services.topics()::remove);
    }

    private void show(Watch watch, Seen seen) {
        Conversation conversation = seen.conversation();
        known.remember(conversation);
        services.topics().read(conversation.id(), conversation.lastSequence(), conversation.lastVisible());
        Entries entries = seen.entries();
        long upTo = entries.more() || entries.entries().isEmpty()
                ? conversation.lastSequence()
                : entries.entries().getLast().sequence();
        socket.begin(watch, entries, upTo);
        services.signals().show(conversation.id(), socket);
    }

    /// What a watch begins with.
    private record Seen(Conversation conversation, Entries entries) {}
}
