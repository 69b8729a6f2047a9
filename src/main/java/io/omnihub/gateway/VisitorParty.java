package io.omnihub.gateway;

import io.omnihub.conversation.Actor;
import io.omnihub.conversation.Commands;
import io.omnihub.conversation.Wish;
import io.omnihub.identity.IdentityEnds;
import io.omnihub.identity.Permissions;
import io.omnihub.message.Content;
import io.omnihub.message.ConversationId;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.message.Visibility;
import io.omnihub.overload.Step;
import io.omnihub.visitor.Visitor;
import io.omnihub.wire.ClientFrame;
import io.omnihub.wire.ServerFrame;
import io.omnihub.wire.ServerFrame.Entries;
import io.omnihub.wire.ServerFrame.Heartbeat;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A visitor of a site, or a user of an app, who sees one conversation: the own one.
final class VisitorParty implements Party {

    private final Socket socket;
    private final Services services;
    private final Visitor visitor;
    private final Actor.Visitor actor;
    private final String who;
    private final Watch watch;
    private final Flow flow = new Flow();
    private final ReadMarks reads;
    private IdentityEnds.Hold hold = () -> {};
    private long readUpTo;

    private VisitorParty(Socket socket, Services services, Visitor visitor, Watch watch) {
        this.socket = socket;
        this.services = services;
        this.visitor = visitor;
        this.actor = visitor.actor(watch.conversation());
        this.who = visitor.who();
        this.watch = watch;
        this.reads = new ReadMarks(services.overload());
    }

    /// Checks who it is, and sends what the visitor has missed.
    static void admit(Socket socket, Services services, Handshake handshake, ClientFrame.Hello hello) {
        if (hello.token().isEmpty()) {
            if (hello.ticket().isEmpty()) {
                socket.refuse(CloseCode.UNAUTHORISED, "unauthorised", "A token must be given.", "token");
            } else {
                socket.refuse(CloseCode.FORBIDDEN, "forbidden", "Agents come by another path.", "ticket");
            }
            return;
        }
        socket.work(
                () -> find(services, hello.token())
                        .filter(visitor -> handshake.own() || visitor.site().allows(handshake.origin())),
                found -> found.ifPresentOrElse(
                        visitor -> begin(socket, services, visitor, hello),
                        () -> socket.refuse(
                                CloseCode.UNAUTHORISED, "unauthorised", "The token can't be used here.", "token")),
                _ -> {});
    }

    @Override
    public String who() {
        return who;
    }

    @Override
    public boolean may(String operation) {
        return Permissions.allowsVisitor(operation);
    }

    @Override
    public void take(ClientFrame frame) {
        switch (frame) {
            case ClientFrame.Send send -> send(send);
            case ClientFrame.Typing typing -> ofOwn(typing.conversation(), () -> type(typing));
            case ClientFrame.Read read -> ofOwn(read.conversation(), () -> read(read));
            case ClientFrame.Fetch fetch -> ofOwn(fetch.conversation(), () -> fetch(fetch));
            case ClientFrame.Hello _,
                    ClientFrame.CommandOn _,
                    ClientFrame.Watch _,
                    ClientFrame.Unwatch _,
                    ClientFrame.Changes _,
                    ClientFrame.PresenceState _,
                    ClientFrame.Ping _ ->
                throw new IllegalArgumentException("A visitor has no use for " + Operations.of(frame));
        }
    }

    @Override
    public Heartbeat heartbeat() {
        reads.catchUp();
        return new Heartbeat(services.topics()
                .last(watch)
                .map(last -> Map.of(watch.conversation().value(), last))
                .orElseGet(Map::of));
    }

    @Override
    public void gone() {
        reads.catchUp();
        services.topics().remove(watch);
        services.audiences().remove(visitor.tenant(), socket);
        hold.close();
        if (!services.topics().isContactThere(watch.conversation())) {
            services.signals().contactIs(watch.conversation(), false);
        }
    }

    private static Optional<Visitor> find(Services services, String token) {
        return services.visitors().find(token);
    }

    private static void begin(Socket socket, Services services, Visitor visitor, ClientFrame.Hello hello) {
        ConversationId conversation = services.visitors().conversation(visitor);
        Watch watch = new Watch(socket, conversation, Visibility.EVERYONE);
        services.topics().add(watch);
        VisitorParty party = new VisitorParty(socket, services, visitor, watch);
        party.hold = services.ends()
                .hold(visitor.credential(), () -> socket.end(CloseCode.UNAUTHORISED, "The token has ended."));
        socket.admit(party);
        socket.work(() -> party.past(hello), party::welcome, _ -> {});
    }

    private Past past(ClientFrame.Hello hello) {
        String epoch = services.epochName();
        long last = services.conversations()
                .find(visitor.tenant(), watch.conversation())
                .map(found -> {
                    services.topics().read(found.id(), found.lastSequence(), found.lastVisible());
                    return found.lastVisible();
                })
                .orElse(0L);
        Long after = hello.after();
        boolean same = hello.epoch().isEmpty() || hello.epoch().equals(epoch);
        Entries missed = after == null || !same
                ? null
                : services.history().missed(visitor.tenant(), watch.conversation(), after, Visibility.EVERYONE);
        return new Past(epoch, last, missed);
    }

    private void welcome(Past past) {
        Entries missed = past.missed();
        ServerFrame welcome = new ServerFrame.Welcome(
                past.epoch(),
                now(),
                (int) services.properties().heartbeat().toSeconds(),
                watch.conversation(),
                past.last(),
                visitor.name(),
                Gateway.LARGEST_FRAME,
                Content.LONGEST_TEXT);
        socket.greet(welcome);
        if (missed == null) {
            socket.begin(watch, past.last());
        } else {
            socket.begin(watch, missed, reached(missed, past.last()));
        }
        services.audiences().add(visitor.tenant(), socket);
        services.signals().contactIs(watch.conversation(), true);
    }

    /// Up to where the client is served by an answer about the past; the rest it fetches.
    private static long reached(Entries missed, long last) {
        return missed.more() || missed.entries().isEmpty()
                ? last
                : missed.entries().getLast().sequence();
    }

    /// To a visitor there is one conversation, which need not be named.
    private void ofOwn(@Nullable ConversationId conversation, Runnable action) {
        if (conversation == null || conversation.equals(watch.conversation())) {
            action.run();
        } else {
            socket.push(Answers.notFound(""));
        }
    }

    private void send(ClientFrame.Send send) {
        Supplier<Wish> check = () -> services.commands().say(actor, send.parts(), send.replyTo());
        if (Commands.isText(send.parts())) {
            try {
                submit(send, check.get());
            } catch (InvalidMessageException e) {
                refuse(send, e);
            }
        } else {
            socket.work(check::get, wish -> submit(send, wish), problem -> refuse(send, problem));
        }
    }

    private void refuse(ClientFrame.Send send, InvalidMessageException problem) {
        flow.refused(send.clientId());
        socket.push(Answers.invalid(send.clientId(), problem));
    }

    private void submit(ClientFrame.Send send, Wish wish) {
        flow.submit(
                send.clientId(),
                () -> services.commands().submit(wish, send.clientId()),
                (clientId, outcome) -> socket.push(Answers.of(clientId, watch.conversation(), outcome)));
        services.introductions().introduce(visitor, watch.conversation());
    }

    private void type(ClientFrame.Typing typing) {
        if (services.overload().givesUp(Step.TYPING)) {
            return;
        }
        services.signals()
                .types(
                        new Announcement.Types(
                                watch.conversation(), visitor.sender(), typing.preview(), false, typing.stopped()),
                        socket);
    }

    private void read(ClientFrame.Read read) {
        if (read.upTo() > readUpTo) {
            readUpTo = read.upTo();
            reads.read(watch.conversation(), () -> {
                var _ = services.commands().read(actor, read.upTo());
            });
        }
    }

    private void fetch(ClientFrame.Fetch fetch) {
        socket.work(
                () -> Fetching.read(
                        services.history(), visitor.tenant(), watch.conversation(), fetch, Visibility.EVERYONE),
                socket::push,
                _ -> {});
    }

    private Instant now() {
        return services.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /// What a visitor is told at the beginning.
    private record Past(String epoch, long last, @Nullable Entries missed) {}
}
