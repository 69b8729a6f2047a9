package io.omnihub.gateway;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import io.omnihub.channel.Inbox;
import io.omnihub.conversation.Conversation;
import io.omnihub.conversation.ConversationViews;
import io.omnihub.conversation.Conversations;
import io.omnihub.log.LogCursor;
import io.omnihub.log.LogCursor.Since;
import io.omnihub.log.LogEpoch;
import io.omnihub.log.LogFeed;
import io.omnihub.log.LogReader;
import io.omnihub.message.ConversationId;
import io.omnihub.message.Entry;
import io.omnihub.message.TenantId;
import io.omnihub.presence.AgentPresences;
import io.omnihub.presence.PresenceChange;
import io.omnihub.wire.ClientFrame;
import io.omnihub.wire.ConversationView;
import io.omnihub.wire.Presence;
import io.omnihub.wire.ServerFrame;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
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

    private final Map<TenantId, Audience> audiences = new ConcurrentHashMap<>();
    private Map<TenantId, List<Inbox>> inboxes = Map.of();
    private volatile Runnable onChange = () -> {};
    private final AgentPresences presences;
    private final Conversations conversations;
    private final ConversationViews views;
    private final LogReader log;
    private final LogFeed feed;
    private final LogEpoch epoch;

    Audiences(
            AgentPresences presences,
            Conversations conversations,
            ConversationViews views,
            LogReader log,
            LogFeed feed,
            LogEpoch epoch) {
        this.presences = presences;
        this.conversations = conversations;
        this.views = views;
        this.log = log;
        this.feed = feed;
        this.epoch = epoch;
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

    /// Has agents load anew where inboxes of their tenant have come, gone or changed since the last time.
    synchronized void inboxesAre(Collection<Inbox> all) {
        Map<TenantId, List<Inbox>> now = all.stream().collect(groupingBy(Inbox::tenant));
        audiences.forEach((tenant, audience) -> {
            if (!now.getOrDefault(tenant, List.of()).equals(inboxes.getOrDefault(tenant, List.of()))) {
                audience.tell(new ServerFrame.Changed("", true, List.of()));
            }
        });
        inboxes = now;
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
            // Before the moves are taken: up to here all are noted.
            String cursor = cursor();
            Map<ConversationId, Set<Place>> moved = audience.moves().take();
            try {
                List<ConversationId> ids = List.copyOf(moved.keySet());
                for (int from = 0; from < ids.size(); from += AT_ONCE) {
                    List<ConversationId> some = ids.subList(from, Math.min(from + AT_ONCE, ids.size()));
                    boolean last = from + AT_ONCE >= ids.size();
                    List<Move> moves = audience.moves().since(conversations.find(tenant, some), moved);
                    tell(tenant, audience, moves, last ? cursor : "");
                }
            } catch (RuntimeException e) {
                audience.moves().back(moved);
                throw e;
            }
        });
    }

    /// @param cursor up to where all was told with these; empty where there are more
    private void tell(TenantId tenant, Audience audience, List<Move> moves, String cursor) {
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
        receivers.forEach((ids, followers) -> {
            List<ConversationView> told =
                    ids.stream().map(shown::get).filter(Objects::nonNull).toList();
            EncodedFrame whole = new EncodedFrame(new ServerFrame.Changed(cursor, false, told));
            EncodedFrame part = new EncodedFrame(new ServerFrame.Changed("", false, told));
            followers.forEach(follower -> follower.tell(follower.isBehind() ? part : whole));
        });
    }

    /// How far this node has come in the log; empty before it knows.
    private String cursor() {
        // The epoch first: one that is older than the positions is taken for none.
        long known = epoch.known();
        List<Long> positions = feed.positions();
        return positions.isEmpty() ? "" : new LogCursor(known, positions).text();
    }

    /// An agent's connection asks for what has changed since a cursor.
    void catchUp(TenantId tenant, Socket agent) {
        audience(tenant).catchUp(agent);
    }

    /// It was told.
    void caughtUp(TenantId tenant, Socket agent) {
        audience(tenant).caughtUp(agent);
    }

    /// What has changed since a cursor, the last changed first; where that can't be told, or not all, the client is to
    /// load anew.
    List<ServerFrame> changedSince(TenantId tenant, String cursor) {
        String end = log.end().text();
        Since since = since(cursor).orElse(null);
        if (since == null) {
            return List.of(new ServerFrame.Changed(end, true, List.of()));
        }
        var filter = new Conversations.Filter(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(since));
        List<ServerFrame> frames = new ArrayList<>();
        Conversations.@Nullable Mark mark = null;
        while (true) {
            List<Conversation> read = conversations.list(tenant, filter, Conversations.Order.CHANGED, mark, AT_ONCE);
            boolean more = read.size() == AT_ONCE;
            boolean tooMany = more && (frames.size() + 1) * AT_ONCE >= MOST_CHANGED;
            List<ConversationView> shown = List.copyOf(views.of(tenant, read).values());
            frames.add(new ServerFrame.Changed(more && !tooMany ? "" : end, tooMany, shown));
            if (!more || tooMany) {
                return frames;
            }
            mark = Conversations.Mark.of(Conversations.Order.CHANGED, read.getLast());
        }
    }

    private Optional<Since> since(String cursor) {
        LogCursor position = LogCursor.parse(cursor).orElse(null);
        return position == null ? sinceTime(cursor) : log.since(position);
    }

    /// Earlier versions gave times.
    private Optional<Since> sinceTime(String time) {
        try {
            return Optional.of(
                    log.since(Instant.ofEpochMilli(Instant.parse(time).toEpochMilli())));
        } catch (DateTimeParseException | ArithmeticException _) {
            return Optional.empty();
        }
    }

    private Audience audience(TenantId tenant) {
        return audiences.computeIfAbsent(tenant, _ -> new Audience());
    }

    private static ServerFrame staffed(boolean staffed) {
        return new ServerFrame.PresenceOf("", null, staffed ? Presence.ONLINE : Presence.OFFLINE);
    }
}
