package io.omnihub.conversation;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.omnihub.channel.Ability;
import io.omnihub.channel.Capabilities;
import io.omnihub.channel.Inbox;
import io.omnihub.channel.Inboxes;
import io.omnihub.contact.Contacts;
import io.omnihub.deadletter.DeadLetter;
import io.omnihub.deadletter.DeadLetters;
import io.omnihub.identity.Caller;
import io.omnihub.identity.Credential;
import io.omnihub.identity.Role;
import io.omnihub.identity.TenantRegistry;
import io.omnihub.log.InboundKeys;
import io.omnihub.log.LogAppender;
import io.omnihub.log.LogEpoch;
import io.omnihub.log.LogFeed;
import io.omnihub.log.LogReader;
import io.omnihub.log.LogTail;
import io.omnihub.loop.Loops;
import io.omnihub.message.Body;
import io.omnihub.message.ChannelId;
import io.omnihub.message.Content;
import io.omnihub.message.ConversationId;
import io.omnihub.message.Direction;
import io.omnihub.message.Entry;
import io.omnihub.message.Header;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.InboxId;
import io.omnihub.message.Keys;
import io.omnihub.message.Message;
import io.omnihub.message.Sender;
import io.omnihub.message.TenantId;
import io.omnihub.message.Visibility;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.trace.Traces;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// An engine with its neighbours on a real database, and the words to talk to it.
public final class Hub implements AutoCloseable {

    public static final TenantId TENANT = TenantId.DEFAULT;
    public static final ChannelId CHANNEL = new ChannelId("test");
    public static final InboxId INBOX = new InboxId("shop");
    public static final Duration REOPEN_WINDOW = Duration.ofHours(1);

    /// An agent.
    public static final Actor.Staff ANN = new Actor.Staff(
            new Caller(TENANT, "ann", "", Role.ADMIN, true, null, Credential.visitor(TENANT, "ann", Instant.MAX)));

    public final Database database;
    public final LogEngine engine;
    public final LogReader reader;
    public final LogTail tail = new LogTail();
    public final LogFeed feed;
    public final Conversations conversations;
    public final Commands commands;
    public final TenantRegistry tenants;
    public final DeadLetters deadLetters = new DeadLetters();
    private final Clock clock;

    public Hub(Database database) {
        this(database, new Partitions(1), Clock.systemUTC());
    }

    public Hub(Database database, Partitions partitions, Clock clock) {
        this(
                database,
                partitions,
                clock,
                new Capabilities(Set.of(Content.Image.class), null).with(Set.of(Ability.EDIT, Ability.RECALL)));
    }

    /// @param capabilities what its inbox can do
    public Hub(Database database, Partitions partitions, Clock clock, Capabilities capabilities) {
        this.database = database;
        this.clock = clock;
        tenants = new TenantRegistry(database, clock);
        tenants.ensure(TENANT, "Acme", ZoneId.of("Asia/Shanghai"));
        reader = new LogReader(database);
        conversations = new Conversations(database);
        Inbox inbox = new Inbox(TENANT, CHANNEL, INBOX, "Shop", REOPEN_WINDOW, 100, capabilities);
        Rooms rooms = new Rooms(
                new LogAppender(database.kind()),
                reader,
                new InboundKeys(),
                new ConversationStore(),
                new WaitingEvents(),
                new Contacts(),
                tenants,
                new Inboxes(List.of(() -> List.of(inbox))),
                deadLetters);
        LogEpoch epoch = new LogEpoch(database);
        epoch.check();
        engine = LogEngine.start(
                partitions,
                database,
                rooms,
                tail,
                epoch,
                clock,
                new SimpleMeterRegistry(),
                Traces.off(),
                Loops.unobserved());
        commands = commandsOn(engine);
        // Other engines may write the same database, whatever it is.
        feed = new LogFeed(
                partitions.count(), LogFeed.look(Database.Kind.POSTGRESQL), reader, tail, Loops.unobserved());
        feed.start();
    }

    /// An event of a customer's.
    public InboundEvent event(String user, String key, Body body) {
        return event(TENANT, user, user, key, Sender.contact(user), Direction.INBOUND, body);
    }

    public InboundEvent event(
            TenantId tenant,
            String user,
            String routingKey,
            String key,
            Sender sender,
            Direction direction,
            Body body) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return new InboundEvent(
                new Header(tenant, CHANNEL, INBOX, direction, user, routingKey, key, sender, now, now, Map.of(), null),
                body);
    }

    /// A text message of a customer's, whose platform gives it an id.
    public InboundEvent text(String user, String externalId, String text) {
        return event(user, Keys.message(externalId), Message.of(externalId, new Content.Text(text)));
    }

    /// Takes an event as the buffer hands it over, and waits for the outcome.
    public Outcome take(InboundEvent event) {
        return engine.take(event, false).orTimeout(30, TimeUnit.SECONDS).join();
    }

    /// Has an agent do something to a customer's conversation.
    public Outcome command(String user, Body command) {
        Conversation conversation = conversation(user);
        return submit(conversation, UUID.randomUUID().toString(), command)
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    /// Submits what an agent wishes.
    public CompletableFuture<Outcome> submit(Conversation conversation, String clientId, Body body) {
        return commands.submit(new Wish(ANN, Wish.Place.of(conversation), body, null), clientId);
    }

    /// A door to another engine, behind which nothing is looked up.
    public Commands commandsOn(Engine other) {
        return new Commands(
                other,
                new Assignees((_, _) -> Optional.empty()),
                (_, parts) -> parts,
                (_, _) -> {},
                Traces.off(),
                clock);
    }

    public ConversationId id(String user) {
        return ConversationIds.of(tenants.find(TENANT).orElseThrow().idKey(), INBOX, user);
    }

    public Conversation conversation(String user) {
        return conversations.find(TENANT, id(user)).orElseThrow();
    }

    /// All that agents see of a customer's conversation.
    public List<Entry> entries(String user) {
        return reader.ofConversation(TENANT, id(user), 0, 100_000, Visibility.AGENTS);
    }

    public List<String> kinds(String user) {
        return entries(user).stream().map(entry -> entry.kind().publicName()).toList();
    }

    public List<DeadLetter> deadLetters() {
        return database.read(Tenants.of(TENANT), tx -> deadLetters.list(tx, TENANT, Long.MAX_VALUE, "", 1_000));
    }

    @Override
    public void close() {
        feed.stop();
        engine.close();
    }
}
