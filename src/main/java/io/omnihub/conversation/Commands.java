package io.omnihub.conversation;

import io.omnihub.identity.AuditAction;
import io.omnihub.identity.AuditNote;
import io.omnihub.message.Body;
import io.omnihub.message.Command;
import io.omnihub.message.ContactChange;
import io.omnihub.message.Content;
import io.omnihub.message.Header;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.Keys;
import io.omnihub.message.Message;
import io.omnihub.message.MessageRef;
import io.omnihub.message.ReadMark;
import io.omnihub.message.TenantId;
import io.omnihub.trace.Door;
import io.omnihub.trace.Span;
import io.omnihub.trace.Traces;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// The one door for what is wished of conversations, by visitors, people with accounts, programs and the hub itself,
/// over whichever way they come. It knows who wishes, what they may, and by which key the same wish is known again.
/// A wish is checked first, for which the database may be asked, and then submitted, which takes no time.
public final class Commands {

    /// The engine answers within two seconds, or says that it is busy.
    private static final int PATIENCE_SECONDS = 10;

    private final Engine engine;
    private final Assignees assignees;
    private final PartsCheck parts;
    private final BiConsumer<TenantId, AuditNote> audit;
    private final Traces traces;
    private final Clock clock;

    public Commands(
            Engine engine,
            Assignees assignees,
            PartsCheck parts,
            BiConsumer<TenantId, AuditNote> audit,
            Traces traces,
            Clock clock) {
        this.engine = engine;
        this.assignees = assignees;
        this.parts = parts;
        this.audit = audit;
        this.traces = traces;
        this.clock = clock;
    }

    /// The name of a command, as [io.omnihub.identity.Permissions] lists it.
    public static String name(Command command) {
        return switch (command) {
            case Command.Reply _ -> "reply";
            case Command.EditMessage _ -> "edit-message";
            case Command.RecallMessage _ -> "recall-message";
            case Command.Note _ -> "note";
            case Command.Assign _ -> "assign";
            case Command.Pend _ -> "pend";
            case Command.Resolve _ -> "resolve";
            case Command.Reopen _ -> "reopen";
            case Command.Label _ -> "label";
            case Command.AttachMedia _ -> "attach-media";
            case Command.Erase _ -> "erase";
        };
    }

    /// Checks a command on a conversation of the actor's tenant.
    ///
    /// @throws io.omnihub.message.InvalidMessageException where its parts can't be said
    public Wish check(Actor actor, Conversation conversation, Command command) {
        Optional<Wish> plain = plain(actor, conversation, command);
        if (plain.isPresent()) {
            return plain.get();
        }
        Outcome.Refused refused = assignees.refusal(actor.tenant(), command).orElse(null);
        Command checked = checked(actor, command);
        if (command instanceof Command.Erase erase) {
            // Before it, since the effect is not in this transaction: none goes untold.
            audit.accept(
                    actor.tenant(),
                    new AuditNote(who(actor), AuditAction.ENTRY_ERASED, conversation.id() + "/" + erase.sequence()));
        }
        return new Wish(actor, Wish.Place.of(conversation), checked, refused);
    }

    /// The same without asking the database; empty where it must be asked.
    public Optional<Wish> plain(Actor actor, Conversation conversation, Command command) {
        if (!conversation.tenant().equals(actor.tenant()) || !actor.may(command)) {
            Outcome.Refused refused = new Outcome.Refused(Outcome.Reason.FORBIDDEN, "This is not yours to do.");
            return Optional.of(new Wish(actor, Wish.Place.of(conversation), command, refused));
        }
        boolean plain =
                !(command instanceof Command.Assign) && !(command instanceof Command.Erase) && isText(said(command));
        return plain ? Optional.of(new Wish(actor, Wish.Place.of(conversation), command, null)) : Optional.empty();
    }

    /// Checks what a visitor says.
    ///
    /// @throws io.omnihub.message.InvalidMessageException where it can't be said
    public Wish say(Actor.Visitor visitor, List<Content> said, @Nullable MessageRef replyTo) {
        List<Content> checked = isText(said) ? said : parts.check(visitor, said);
        return new Wish(visitor, Wish.Place.of(visitor), new Message("", checked, replyTo), null);
    }

    /// Whether nothing of what is said must be looked up.
    public static boolean isText(List<Content> parts) {
        return parts.stream().allMatch(Content.Text.class::isInstance);
    }

    /// Submits a wish. What a visitor says enters with the id by which the visitor's pages know it.
    ///
    /// @param clientId 128 random bits of the client's; the same id with the same body is the same wish
    public CompletableFuture<Outcome> submit(Wish wish, String clientId) {
        return submit(wish, clientId, wish.actor() instanceof Actor.Visitor ? Map.of("clientId", clientId) : Map.of());
    }

    /// The same with facts by name.
    public CompletableFuture<Outcome> submit(Wish wish, String clientId, Map<String, String> facts) {
        Outcome refused = wish.refused();
        if (refused != null) {
            return CompletableFuture.completedFuture(refused);
        }
        Span call = Span.active();
        if (call == null && !traces.isOn()) {
            return engine.submit(event(wish, Keys.client(wish.actor().sender(), clientId), facts));
        }
        Span span = call == null ? traces.door(what(wish.body()), null) : call.child(what(wish.body()));
        // By a WebSocket the client's own id is enough, where nobody follows it.
        boolean noted = call != null || !span.context().isEmpty();
        Map<String, String> more = noted ? new Door(span.trace(), 0, 0).in(facts) : facts;
        CompletableFuture<Outcome> answer =
                engine.submit(event(wish, Keys.client(wish.actor().sender(), clientId), more));
        var _ = answer.whenComplete((_, _) -> span.close());
        // The engine's own: whoever gives it up takes it back.
        return answer;
    }

    private static String what(Body body) {
        return body instanceof Command command ? "command " + name(command) : "say";
    }

    /// Submits a wish and waits for what becomes of it.
    ///
    /// @throws BusyException where that is not known in time
    public Outcome carryOut(Wish wish, String clientId) {
        return await(submit(wish, clientId));
    }

    /// Somebody has read a conversation.
    public CompletableFuture<Outcome> read(Actor.Staff staff, Conversation conversation, long upTo) {
        ReadMark mark = new ReadMark(MessageRef.of(upTo));
        return submit(
                new Wish(staff, Wish.Place.of(conversation), mark, null), "read-" + conversation.id() + "-" + upTo);
    }

    /// A visitor has read the own conversation.
    public CompletableFuture<Outcome> read(Actor.Visitor visitor, long upTo) {
        return submit(
                new Wish(visitor, Wish.Place.of(visitor), new ReadMark(MessageRef.of(upTo)), null), "read-" + upTo);
    }

    /// Says that the person of a conversation is not the one that a platform's id made of them.
    Outcome separate(Actor.Staff staff, Conversation conversation, String clientId) {
        ContactChange change = new ContactChange("", "", Map.of(ContactChange.UNION_ID, ""));
        return carryOut(new Wish(staff, Wish.Place.of(conversation), change, null), clientId);
    }

    /// A person with an account has pressed a button of a record, which stands in the conversation for agents.
    ///
    /// @param data of the event [Content.SystemEvent#CARD_CLICK]
    public Outcome click(Actor.Staff staff, Conversation conversation, Map<String, String> data, String clientId) {
        Content click = new Content.SystemEvent(Content.SystemEvent.CARD_CLICK, data);
        Command note = new Command.Note(List.of(click), 0);
        Wish wish = plain(staff, conversation, note)
                .orElseGet(() -> new Wish(staff, Wish.Place.of(conversation), note, null));
        return carryOut(wish, clientId);
    }

    /// A visitor has pressed a button of a card.
    ///
    /// @param data   of the event [Content.SystemEvent#CARD_CLICK]
    /// @param hidden whether it stands in the conversation for agents alone, as what is pressed on a record does
    public Outcome click(Actor.Visitor visitor, Map<String, String> data, boolean hidden, String clientId) {
        Content click = new Content.SystemEvent(Content.SystemEvent.CARD_CLICK, data);
        Body body = hidden ? new Command.Note(List.of(click), 0) : new Message("", List.of(click), null);
        return carryOut(new Wish(visitor, Wish.Place.of(visitor), body, null), clientId);
    }

    /// What a site's server says of a visitor.
    public CompletableFuture<Outcome> introduce(Actor.Visitor visitor, String clientId, ContactChange profile) {
        return submit(new Wish(visitor, Wish.Place.of(visitor), profile, null), clientId);
    }

    /// What the hub itself has to tell a conversation.
    ///
    /// @param key see [Keys]
    public CompletableFuture<Outcome> tell(Conversation conversation, String key, Body body) {
        return tell(conversation, key, body, Map.of());
    }

    /// The same with facts by name, which the entry has as its metadata.
    public CompletableFuture<Outcome> tell(
            Conversation conversation, String key, Body body, Map<String, String> facts) {
        Actor hub = new Actor.Hub(conversation.tenant());
        return engine.submit(event(new Wish(hub, Wish.Place.of(conversation), body, null), key, facts));
    }

    /// Waits for what becomes of a wish.
    ///
    /// @throws BusyException where that is not known in time
    public static Outcome await(CompletableFuture<Outcome> outcome) {
        try {
            return outcome.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof BusyException busy
                    ? busy
                    : new BusyException("The engine has not answered in time.");
        }
    }

    private Command checked(Actor actor, Command command) {
        return switch (command) {
            case Command.Reply reply -> reply.with(parts.check(actor, reply.parts()));
            case Command.EditMessage edit -> new Command.EditMessage(edit.sequence(), parts.check(actor, edit.parts()));
            case Command.Note note -> new Command.Note(parts.check(actor, note.parts()), note.expectedRevision());
            default -> command;
        };
    }

    private static List<Content> said(Command command) {
        return switch (command) {
            case Command.Reply reply -> reply.parts();
            case Command.EditMessage edit -> edit.parts();
            case Command.Note note -> note.parts();
            default -> List.of();
        };
    }

    private static String who(Actor actor) {
        return actor instanceof Actor.Staff staff
                ? staff.caller().who()
                : actor.sender().id();
    }

    private InboundEvent event(Wish wish, String key, Map<String, String> facts) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Wish.Place place = wish.place();
        Header header = new Header(
                wish.actor().tenant(),
                place.channel(),
                place.inbox(),
                place.direction(),
                place.thread(),
                place.routingKey(),
                key,
                wish.actor().sender(),
                now,
                now,
                facts(wish.body(), facts),
                null);
        return new InboundEvent(header, wish.body());
    }

    /// Copies stand in the entry as those of a mail that came in do.
    private static Map<String, String> facts(Body body, Map<String, String> facts) {
        if (!(body instanceof Command.Reply reply) || reply.copies().isEmpty()) {
            return facts;
        }
        Map<String, String> all = new HashMap<>(facts);
        all.putAll(reply.copies().facts());
        return all;
    }
}
