package io.omnihub.gateway;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import io.omnihub.conversation.Conversation;
import io.omnihub.conversation.ConversationViews;
import io.omnihub.conversation.Conversations;
import io.omnihub.message.ConversationId;
import io.omnihub.message.Entry;
import io.omnihub.message.TenantId;
import io.omnihub.presence.AgentPresences;
import io.omnihub.presence.PresenceChange;
import io.omnihub.wire.ClientFrame;
import io.omnihub.wire.ConversationView;
import io.omnihub.wire.Presence;
import io.omnihub.wire.ServerFrame;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The audiences of all tenants on this node: who follows the list of conversations, and is shown who is there.
final class Audiences {

    private static final int AT_ONCE = 100;

    /// A client that was away for longer loads its list anew.
    private static final int MOST_CHANGED = 1_000;

    /// A commit's time is taken before it, and partitions commit beside each other: what is seen later may have changed
    /// a little earlier.
    private static final Duration OVERLAP = Duration.ofSeconds(5);

    private final Map<TenantId, Audience> audiences = new ConcurrentHashMap<>();
    private volatile Runnable onChange = () -> {};
    private final AgentPresences presences;
    private final Conversations conversations;
    private final ConversationViews views;

    Audiences(AgentPresences presences, Conversations conversations, ConversationViews views) {
        this.presences = presences;
        this.conversations = conversations;
        this.views = views;
    }

    /// Begins to tell an agent's connection which conversations change, and who of the agents is there.
    ///
    /// @param shown the views that it shows, in the place of earlier ones; none for the whole list
    /// @param open  the conversations that it watches, as they are at any time
    void follow(TenantId tenant, Socket agent, List<ClientFrame.View> shown, Set<ConversationId> open) {
        if (audience(tenant).follow(agent, shown, open)) {
            presences
                    .of(tenant)
                    .forEach((account, state) -> agent.push(new ServerFrame.PresenceOf(account, null, state)));
        }
    }

    /// An agent's connection is closed.
    void unfollow(TenantId tenant, Socket agent) {
        audience(tenant).unfollow(agent);
    }

    /// A visitor's connection is there.
    void add(TenantId tenant, Socket visitor) {
        audience(tenant).add(visitor);
        visitor.push(staffed(presences.isStaffed(tenant)));
    }

    void remove(TenantId tenant, Socket visitor) {
        audience(tenant).remove(visitor);
    }

    /// Shows agents and visitors who of the agents is there.
    void show(PresenceChange change) {
        switch (change) {
            case PresenceChange.Agent agent ->
                audience(agent.tenant()).tell(new ServerFrame.PresenceOf(agent.account(), null, agent.state()));
            case PresenceChange.Staffed staffed -> audience(staffed.tenant()).tellVisitors(staffed(staffed.staffed()));
            case PresenceChange.Here _ -> {
                // That is the other nodes' concern.
            }
        }
    }

    /// Notes which conversations have changed.
    void publish(List<Entry> entries) {
        for (Entry entry : entries) {
            Audience audience = audiences.get(entry.tenant());
            if (audience != null && audience.changed(entry)) {
                onChange.run();
            }
        }
    }

    /// Has a listener told that there is something to [tell][#tell()]; it must not wait.
    void onChange(Runnable newListener) {
        onChange = newListener;
    }

    /// Tells those that follow a list what has changed in it since the last time: read once for all, and written once
    /// for all who see the same of it.
    void tell() {
        audiences.forEach((tenant, audience) -> {
            Map<ConversationId, Set<Place>> moved = audience.moves().take();
            try {
                List<ConversationId> ids = List.copyOf(moved.keySet());
                for (int from = 0; from < ids.size(); from += AT_ONCE) {
                    List<ConversationId> some = ids.subList(from, Math.min(from + AT_ONCE, ids.size()));
                    tell(tenant, audience, audience.moves().since(conversations.find(tenant, some), moved));
                }
            } catch (RuntimeException e) {
                audience.moves().back(moved);
                throw e;
            }
        });
    }

    private void tell(TenantId tenant, Audience audience, List<Move> moves) {
        Map<List<ConversationId>, List<Follower>> receivers = audience.followers().stream()
                .filter(follower -> follower.wants(moves) || follower.isLongUntold())
                .collect(groupingBy(follower -> follower.wanted(moves)));
        Set<ConversationId> wanted =
                receivers.keySet().stream().flatMap(List::stream).collect(toSet());
        Map<ConversationId, ConversationView> shown = views.of(
                tenant,
                moves.stream()
                        .map(Move::conversation)
                        .filter(conversation -> wanted.contains(conversation.id()))
                        .toList());
        Instant cursor = cursor(audience.upTo(moves));
        receivers.forEach((ids, followers) -> {
            EncodedFrame encoded = new EncodedFrame(new ServerFrame.Changed(
                    cursor,
                    ids.stream().map(shown::get).filter(Objects::nonNull).toList()));
            followers.forEach(follower -> follower.tell(encoded));
        });
    }

    /// What has changed since a cursor, the last changed first.
    List<ServerFrame> changedSince(TenantId tenant, Instant cursor) {
        var filter = new Conversations.Filter(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(cursor));
        List<ServerFrame> frames = new ArrayList<>();
        Instant next = cursor;
        Conversations.@Nullable Mark mark = null;
        List<Conversation> read;
        do {
            read = conversations.list(tenant, filter, Conversations.Order.CHANGED, mark, AT_ONCE);
            if (mark == null && !read.isEmpty()) {
                next = later(cursor, cursor(read.getFirst().changedAt()));
            }
            frames.add(new ServerFrame.Changed(
                    next, List.copyOf(views.of(tenant, read).values())));
            if (!read.isEmpty()) {
                mark = Conversations.Mark.of(Conversations.Order.CHANGED, read.getLast());
            }
        } while (read.size() == AT_ONCE && frames.size() * AT_ONCE < MOST_CHANGED);
        return frames;
    }

    /// From where on to ask again, by the log's own time: a clock may be set back.
    private static Instant cursor(Instant newest) {
        return newest.minus(OVERLAP);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private Audience audience(TenantId tenant) {
        return audiences.computeIfAbsent(tenant, _ -> new Audience());
    }

    private static ServerFrame staffed(boolean staffed) {
        return new ServerFrame.PresenceOf("", null, staffed ? Presence.ONLINE : Presence.OFFLINE);
    }
}
