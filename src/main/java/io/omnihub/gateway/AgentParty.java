package io.omnihub.gateway;

import io.omnihub.conversation.Actor;
import io.omnihub.conversation.Conversation;
import io.omnihub.conversation.Wish;
import io.omnihub.identity.Caller;
import io.omnihub.identity.IdentityEnds;
import io.omnihub.identity.Permissions;
import io.omnihub.message.Content;
import io.omnihub.message.OutboundTyping;
import io.omnihub.message.Visibility;
import io.omnihub.overload.Step;
import io.omnihub.wire.ClientFrame;
import io.omnihub.wire.Presence;
import io.omnihub.wire.ServerFrame;
import io.omnihub.wire.ServerFrame.Heartbeat;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/// An agent, or a program in an agent's place.
final class AgentParty implements Party {

    private final Socket socket;
    private final Services services;
    private final Caller caller;
    private final Actor.Staff staff;
    private final String who;
    private final Flow flow = new Flow();
    private final KnownConversations known;
    private final AgentWatches watches;
    private final ReadMarks reads;
    private IdentityEnds.Hold hold = () -> {};

    private AgentParty(Socket socket, Services services, Caller caller) {
        this.socket = socket;
        this.services = services;
        this.caller = caller;
        this.staff = new Actor.Staff(caller);
        this.who = caller.tenant() + "/" + caller.who();
        this.known = new KnownConversations(socket, services.conversations(), caller.tenant());
        this.reads = new ReadMarks(services.overload());
        this.watches = new AgentWatches(socket, services, caller.tenant(), known);
    }

    /// Checks who it is.
    static void admit(Socket socket, Services services, ClientFrame.Hello hello) {
        if (hello.ticket().isEmpty()) {
            if (hello.token().isEmpty()) {
                socket.refuse(CloseCode.UNAUTHORISED, "unauthorised", "A ticket must be given.", "ticket");
            } else {
                socket.refuse(CloseCode.FORBIDDEN, "forbidden", "Visitors come by another path.", "token");
            }
            return;
        }
        socket.work(
                () -> new Admission(services.tickets().use(hello.ticket()), services.epochName()),
                admission -> admission
                        .admitted()
                        .ifPresentOrElse(
                                admitted -> new AgentParty(socket, services, admitted).begin(admission.epoch()),
                                () -> socket.refuse(
                                        CloseCode.UNAUTHORISED,
                                        "unauthorised",
                                        "The ticket is wrong, used or too old.",
                                        "ticket")),
                _ -> {});
    }

    @Override
    public String who() {
        return who;
    }

    @Override
    public boolean may(String operation) {
        return Permissions.allows(caller.role(), operation);
    }

    @Override
    public void take(ClientFrame frame) {
        switch (frame) {
            case ClientFrame.CommandOn command -> command(command);
            case ClientFrame.Typing typing ->
                known.with(typing.conversation(), conversation -> type(conversation, typing));
            case ClientFrame.Read read ->
                known.with(read.conversation(), conversation -> read(conversation, read.upTo()));
            case ClientFrame.Watch watch -> watches.watch(watch);
            case ClientFrame.Unwatch unwatch -> watches.unwatch(unwatch.conversation());
            case ClientFrame.Changes list -> list(list);
            case ClientFrame.PresenceState presence ->
                services.presences().here(caller.tenant(), caller.name(), socket, presence.state());
            case ClientFrame.Fetch fetch ->
                known.with(fetch.conversation(), conversation -> fetch(conversation, fetch));
            case ClientFrame.Hello _, ClientFrame.Send _, ClientFrame.Ping _ ->
                throw new IllegalArgumentException("An agent has no use for " + Operations.of(frame));
        }
    }

    @Override
    public Heartbeat heartbeat() {
        reads.catchUp();
        return watches.heartbeat();
    }

    @Override
    public void gone() {
        reads.catchUp();
        watches.gone();
        services.audiences().unfollow(caller.tenant(), socket);
        services.presences().here(caller.tenant(), caller.name(), socket, Presence.OFFLINE);
        hold.close();
    }

    private void begin(String epoch) {
        if (!may(Operations.HELLO)) {
            socket.refuse(CloseCode.FORBIDDEN, "forbidden", "This role sees no conversations.", "ticket");
            return;
        }
        hold = services.ends()
                .hold(caller.credential(), () -> socket.end(CloseCode.UNAUTHORISED, "The credential has ended."));
        socket.admit(this);
        socket.greet(new ServerFrame.Welcome(
                epoch,
                services.clock().instant().truncatedTo(ChronoUnit.MILLIS),
                (int) services.properties().heartbeat().toSeconds(),
                null,
                null,
                caller.name(),
                Gateway.LARGEST_FRAME,
                Content.LONGEST_TEXT));
        services.presences().here(caller.tenant(), caller.name(), socket, Presence.ONLINE);
    }

    private void command(ClientFrame.CommandOn frame) {
        Optional<Wish> plain = known.get(frame.conversation())
                .flatMap(found -> services.commands().plain(staff, found, frame.command()));
        if (plain.isPresent()) {
            submit(frame, plain.get());
            return;
        }
        socket.work(
                () -> services.conversations()
                        .find(caller.tenant(), frame.conversation())
                        .map(found -> new Checked(found, services.commands().check(staff, found, frame.command()))),
                checked -> checked.ifPresentOrElse(
                        ready -> {
                            known.remember(ready.conversation());
                            submit(frame, ready.wish());
                        },
                        () -> refuse(frame, Answers.notFound(frame.clientId()))),
                problem -> refuse(frame, Answers.invalid(frame.clientId(), problem)));
    }

    private void refuse(ClientFrame.CommandOn frame, ServerFrame answer) {
        flow.refused(frame.clientId());
        socket.push(answer);
    }

    private void submit(ClientFrame.CommandOn frame, Wish wish) {
        flow.submit(
                frame.clientId(),
                () -> services.commands().submit(wish, frame.clientId(), Map.of("clientId", frame.clientId())),
                (id, outcome) -> socket.push(Answers.of(id, frame.conversation(), outcome)));
    }

    private void type(Conversation conversation, ClientFrame.Typing typing) {
        if (services.overload().givesUp(Step.TYPING)) {
            return;
        }
        services.signals()
                .types(
                        new Announcement.Types(conversation.id(), caller.sender(), "", typing.note(), typing.stopped()),
                        socket);
        if (!typing.note()) {
            services.hints()
                    .give(new OutboundTyping(
                            conversation.tenant(),
                            conversation.channel(),
                            conversation.inbox(),
                            conversation.id(),
                            conversation.thread(),
                            typing.stopped()));
        }
    }

    private void read(Conversation conversation, long upTo) {
        reads.read(conversation.id(), () -> {
            var _ = services.commands().read(staff, conversation, upTo);
        });
    }

    private void list(ClientFrame.Changes list) {
        services.audiences().follow(caller.tenant(), socket, list.views(), watches.conversations());
        if (!list.cursor().isEmpty()) {
            services.audiences().catchUp(caller.tenant(), socket);
            socket.work(
                    () -> services.audiences().changedSince(caller.tenant(), list.cursor()),
                    frames -> {
                        frames.forEach(socket::push);
                        services.audiences().caughtUp(caller.tenant(), socket);
                    },
                    _ -> {});
        }
    }

    private void fetch(Conversation conversation, ClientFrame.Fetch fetch) {
        socket.work(
                () -> Fetching.read(services.history(), caller.tenant(), conversation.id(), fetch, Visibility.AGENTS),
                socket::push,
                _ -> {});
    }

    /// What a hello brings.
    private record Admission(Optional<Caller> admitted, String epoch) {}

    /// A command that can be submitted.
    private record Checked(Conversation conversation, Wish wish) {}
}
