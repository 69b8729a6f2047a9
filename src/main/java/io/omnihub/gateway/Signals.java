package io.omnihub.gateway;

import io.omnihub.buffer.Announcements;
import io.omnihub.identity.IdentityEnds;
import io.omnihub.log.LogTail;
import io.omnihub.message.ConversationId;
import io.omnihub.message.Sender;
import io.omnihub.message.TenantId;
import io.omnihub.overload.Overload;
import io.omnihub.overload.Step;
import io.omnihub.presence.AgentPresences;
import io.omnihub.presence.ContactPresence;
import io.omnihub.presence.PresenceChange;
import io.omnihub.wire.Presence;
import io.omnihub.wire.ServerFrame;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What is shown and not stored: who types and who is there, to the clients of this node and of the others. With it the
/// others learn of commits and of credentials that ended. What is lost on the way is found otherwise: entries and ended
/// credentials in the database, agents when they are told again.
final class Signals implements ContactPresence {

    private static final int MOST_UNSHOWN = 10_000;
    private static final Duration ANSWERED_WITHIN = Duration.ofMillis(500);

    private final String node = UUID.randomUUID().toString();
    private final Announcements announcements;
    private final LogTail tail;
    private final Topics topics;
    private final Audiences audiences;
    private final AgentPresences presences;
    private final IdentityEnds ends;
    private final Overload overload;
    private final Duration silence;

    /// Who waits to hear whether a contact is at another node.
    private final Map<ConversationId, CompletableFuture<Boolean>> asked = new ConcurrentHashMap<>();

    /// Whose contacts came or went while that was not shown.
    private final Set<ConversationId> unshown = ConcurrentHashMap.newKeySet();

    /// Who of the agents did.
    private final Set<Agent> unshownAgents = ConcurrentHashMap.newKeySet();

    private Signals(
            Announcements announcements,
            LogTail tail,
            Topics topics,
            Audiences audiences,
            AgentPresences presences,
            IdentityEnds ends,
            Overload overload,
            Duration silence) {
        this.announcements = announcements;
        this.tail = tail;
        this.topics = topics;
        this.audiences = audiences;
        this.presences = presences;
        this.ends = ends;
        this.overload = overload;
        this.silence = silence;
    }

    /// Begins to tell and to listen.
    ///
    /// @param silence after which a connection is cut
    static Signals join(
            Announcements announcements,
            LogTail tail,
            Topics topics,
            Audiences audiences,
            AgentPresences presences,
            IdentityEnds ends,
            Overload overload,
            Duration silence) {
        Signals signals = new Signals(announcements, tail, topics, audiences, presences, ends, overload, silence);
        tail.onCommit((partition, position) -> signals.tell(new Announcement.Committed(partition, position)));
        presences.listen(signals::show);
        overload.onChange(signals::showAgain);
        ends.onEnd(credential -> signals.tell(new Announcement.Ended(credential)));
        announcements.listen(bytes -> Announcement.parse(bytes).ifPresent(signals::hear));
        return signals;
    }

    /// Somebody types, at a socket of this node.
    void types(Announcement.Types types, Socket from) {
        show(types, from);
        tell(types);
    }

    /// A contact came, or left this node altogether.
    void contactIs(ConversationId conversation, boolean there) {
        if (overload.givesUp(Step.TYPING)) {
            // What finds no room is shown when an agent opens the conversation the next time.
            if (unshown.size() < MOST_UNSHOWN) {
                unshown.add(conversation);
            }
            if (overload.isGivenUp(Step.TYPING) || !unshown.remove(conversation)) {
                return;
            }
            // It came back meanwhile, and may have been looked for before it was noted.
        }
        var contact = new Announcement.ContactIs(conversation, there);
        show(contact);
        tell(contact);
    }

    /// Shows an agent whether a contact is there: here at once, elsewhere when that node answers.
    void show(ConversationId conversation, Socket agent) {
        boolean there = topics.isContactThere(conversation);
        agent.push(presence(conversation, there));
        if (!there) {
            tell(new Announcement.Asks(conversation));
        }
    }

    @Override
    public boolean isThere(ConversationId conversation) {
        if (topics.isContactThere(conversation) || announcements.equals(Announcements.NONE)) {
            return topics.isContactThere(conversation);
        }
        CompletableFuture<Boolean> answer = asked.computeIfAbsent(conversation, _ -> new CompletableFuture<>());
        tell(new Announcement.Asks(conversation));
        try {
            return answer.completeOnTimeout(false, ANSWERED_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } finally {
            asked.remove(conversation, answer);
        }
    }

    @Override
    public Duration silence() {
        return silence;
    }

    private void show(PresenceChange change) {
        if (change instanceof PresenceChange.Here(TenantId tenant, String account, Presence state)) {
            tell(new Announcement.AgentIs(node, tenant, account, state));
        }
        if (change instanceof PresenceChange.Agent agent && overload.givesUp(Step.TYPING)) {
            Agent passed = new Agent(agent.tenant(), agent.account());
            unshownAgents.add(passed);
            if (overload.isGivenUp(Step.TYPING) || !unshownAgents.remove(passed)) {
                return;
            }
        }
        audiences.show(change);
    }

    /// Shows who is there by now, after a time in which that was not shown.
    private void showAgain() {
        if (overload.isGivenUp(Step.TYPING)) {
            return;
        }
        for (Agent agent : Set.copyOf(unshownAgents)) {
            unshownAgents.remove(agent);
            Presence state = presences.of(agent.tenant()).getOrDefault(agent.account(), Presence.OFFLINE);
            audiences.show(new PresenceChange.Agent(agent.tenant(), agent.account(), state));
        }
        for (ConversationId conversation : Set.copyOf(unshown)) {
            unshown.remove(conversation);
            contactIs(conversation, topics.isContactThere(conversation));
        }
    }

    private void tell(Announcement announcement) {
        announcements.tell(announcement::bytes);
    }

    private void hear(Announcement announcement) {
        switch (announcement) {
            case Announcement.Committed committed -> tail.told(committed.partition(), committed.position());
            case Announcement.Ended ended -> ends.toldOf(ended.credential());
            case Announcement.Types types -> show(types, null);
            case Announcement.ContactIs contact -> {
                CompletableFuture<Boolean> waiting = asked.get(contact.conversation());
                if (waiting != null && contact.there()) {
                    waiting.complete(true);
                }
                // Who left the other node may still be here.
                if (contact.there() || !answer(contact.conversation())) {
                    show(contact);
                }
            }
            case Announcement.Asks asks -> answer(asks.conversation());
            case Announcement.AgentIs agent ->
                presences.elsewhere(agent.tenant(), agent.account(), agent.node(), agent.state());
        }
    }

    /// Tells the others that a contact is here, where that is so.
    private boolean answer(ConversationId conversation) {
        boolean there = topics.isContactThere(conversation);
        if (there) {
            tell(new Announcement.ContactIs(conversation, true));
        }
        return there;
    }

    private void show(Announcement.Types types, @Nullable Socket except) {
        if (overload.isGivenUp(Step.TYPING)) {
            return;
        }
        topics.tell(
                types.conversation(),
                typing(types, types.sender(), types.preview()),
                watch -> watch.isAgents() && !watch.socket().equals(except));
        boolean ofContact = types.sender().kind() == Sender.Kind.CONTACT;
        if (!ofContact && !types.note()) {
            topics.tell(
                    types.conversation(), typing(types, types.sender().forContact(), ""), watch -> !watch.isAgents());
        }
    }

    private void show(Announcement.ContactIs contact) {
        topics.tell(contact.conversation(), presence(contact.conversation(), contact.there()), Watch::isAgents);
    }

    private static ServerFrame typing(Announcement.Types types, Sender sender, String preview) {
        return new ServerFrame.Typing(types.conversation(), sender, preview, types.note(), types.stopped());
    }

    private static ServerFrame presence(ConversationId conversation, boolean there) {
        return new ServerFrame.PresenceOf("", conversation, there ? Presence.ONLINE : Presence.OFFLINE);
    }

    private record Agent(TenantId tenant, String account) {}
}
