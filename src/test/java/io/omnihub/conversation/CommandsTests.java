package io.omnihub.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.identity.AuditNote;
import io.omnihub.identity.Caller;
import io.omnihub.identity.Credential;
import io.omnihub.identity.Permissions;
import io.omnihub.identity.Role;
import io.omnihub.message.Command;
import io.omnihub.message.Content;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.Media;
import io.omnihub.message.MessageRef;
import io.omnihub.message.Sender;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Databases;
import io.omnihub.store.TestDatabases;
import io.omnihub.trace.Span;
import io.omnihub.trace.Traces;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who gets what through the one door.
class CommandsTests {

    private static final List<Content> TEXT = List.of(new Content.Text("hello"));
    private static final Content FILE = new Content.File(Media.stored("0".repeat(64), "", 1, ""));
    private static final List<Command> ALL = List.of(
            new Command.Reply(TEXT, null, 0),
            new Command.Note(TEXT, 0),
            new Command.Assign("", 0),
            new Command.Pend(0),
            new Command.Resolve(0),
            new Command.Reopen(0),
            new Command.Label(Set.of("vip"), Set.of(), 0),
            new Command.AttachMedia(MessageRef.of(1), 0, Media.external("m", "")),
            new Command.EditMessage(1, TEXT),
            new Command.RecallMessage(1),
            new Command.Erase(1));

    @TempDir
    private Path directory;

    private final List<String> audited = new ArrayList<>();
    private final List<Actor> checked = new ArrayList<>();
    private Databases databases;
    private Hub hub;
    private Commands commands;
    private Conversation conversation;

    @BeforeEach
    void open() {
        databases = TestDatabases.open(Database.Kind.SQLITE, directory);
        hub = new Hub(databases.database());
        hub.take(hub.text("amy", "m1", "hi"));
        conversation = hub.conversation("amy");
        commands = new Commands(
                hub.engine,
                new Assignees((_, _) -> Optional.empty()),
                this::check,
                this::audit,
                Traces.off(),
                Clock.systemUTC());
    }

    @AfterEach
    void close() {
        hub.close();
        databases.close();
    }

    @Test
    void everyCommandIsInTheTableAndEachRoleGetsWhatItSays() {
        assertThat(ALL.stream().map(Object::getClass).collect(Collectors.toSet()))
                .isEqualTo(Set.of(Command.class.getPermittedSubclasses()));
        assertThat(ALL.stream().map(Commands::name).collect(Collectors.toSet()))
                .isEqualTo(Permissions.COMMANDS.keySet());
        for (Role role : Role.values()) {
            for (Command command : ALL) {
                assertThat(isForbidden(staff(Hub.TENANT, role), command))
                        .as("%s %s", role, Commands.name(command))
                        .isEqualTo(!Permissions.COMMANDS
                                .get(Commands.name(command))
                                .contains(role));
            }
        }
    }

    @Test
    void whoGivesUpAWishThatIsFollowedTakesItBackFromTheEngine() {
        CompletableFuture<Outcome> own = new CompletableFuture<>();
        Engine engine = new Engine() {
            @Override
            public CompletableFuture<Outcome> submit(InboundEvent event) {
                return own;
            }

            @Override
            public CompletableFuture<Outcome> take(InboundEvent event, boolean replay) {
                return own;
            }
        };
        Commands onIt = hub.commandsOn(engine);
        Wish wish = onIt.check(staff(Hub.TENANT, Role.AGENT), conversation, new Command.Resolve(0));
        try (Span call = Traces.off().door("", null);
                Span.Inside _ = call.enter()) {
            assertThat(onIt.submit(wish, "w-1")).isSameAs(own);
        }
    }

    @Test
    void noWayInAllowsMoreThanTheTable() {
        for (Permissions.Operation operation : Permissions.OPERATIONS) {
            if (operation.name().startsWith("command ")) {
                assertThat(Permissions.COMMANDS.get(operation.name().substring("command ".length())))
                        .as(operation.name())
                        .containsAll(operation.roles());
            }
        }
    }

    @Test
    void visitorsAndStrangersHaveNoCommandsAndTheHubHasAll() {
        Actor visitor = new Actor.Visitor(
                Hub.TENANT,
                Hub.CHANNEL,
                Hub.INBOX,
                "amy",
                Sender.contact("amy"),
                "default/shop/amy",
                conversation.id());
        for (Command command : ALL) {
            assertThat(isForbidden(visitor, command)).isTrue();
            assertThat(isForbidden(staff(new TenantId("bolt"), Role.ADMIN), command))
                    .isTrue();
            assertThat(isForbidden(new Actor.Hub(Hub.TENANT), command)).isFalse();
        }
        assertThat(commands.carryOut(commands.check(visitor, conversation, ALL.getFirst()), "once"))
                .isInstanceOf(Outcome.Refused.class);
        assertThat(hub.kinds("amy")).doesNotContain("session.assigned").hasSize(2);
    }

    @Test
    void theSameWishTwiceIsCarriedOutOnce() {
        Wish wish = commands.check(Hub.ANN, conversation, ALL.getFirst());
        Outcome.Stored first = (Outcome.Stored) commands.carryOut(wish, "once");
        assertThat(commands.carryOut(commands.check(Hub.ANN, conversation, ALL.getFirst()), "once"))
                .isEqualTo(new Outcome.Stored(first.conversation(), first.sequence(), true));
        assertThat(commands.carryOut(commands.check(Hub.ANN, conversation, new Command.Note(TEXT, 0)), "once"))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Outcome.Reason.KEY_CONFLICT));
    }

    @Test
    void filesAreCheckedForWhoeverNamesThemAndNobodyUnknownGetsASession() {
        commands.check(Hub.ANN, conversation, new Command.Reply(List.of(FILE), null, 0));
        assertThat(checked).containsExactly(Hub.ANN);
        assertThat(commands.plain(Hub.ANN, conversation, ALL.getFirst())).isPresent();
        assertThat(commands.plain(Hub.ANN, conversation, new Command.Reply(List.of(FILE), null, 0)))
                .isEmpty();
        Wish nobody = commands.check(Hub.ANN, conversation, new Command.Assign("nobody", 0));
        assertThat(commands.carryOut(nobody, UUID.randomUUID().toString()))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Outcome.Reason.UNKNOWN));
    }

    @Test
    void whoErasesIsWrittenDownBeforeItIsDone() {
        commands.check(Hub.ANN, conversation, new Command.Erase(7));
        assertThat(audited).containsExactly("ann " + conversation.id() + "/7");
        commands.check(staff(Hub.TENANT, Role.AGENT), conversation, new Command.Erase(7));
        assertThat(audited).hasSize(1);
    }

    private boolean isForbidden(Actor actor, Command command) {
        Outcome.Refused refused = commands.check(actor, conversation, command).refused();
        return refused != null && refused.reason() == Outcome.Reason.FORBIDDEN;
    }

    private List<Content> check(Actor by, List<Content> parts) {
        checked.add(by);
        return parts;
    }

    private void audit(TenantId tenant, AuditNote note) {
        audited.add(note.who() + " " + note.target());
    }

    private static Actor.Staff staff(TenantId tenant, Role role) {
        return new Actor.Staff(
                new Caller(tenant, "ben", "", role, true, null, Credential.visitor(tenant, "ben", Instant.MAX)));
    }
}
