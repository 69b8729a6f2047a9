package io.omnihub.delivery;

import static org.awaitility.Awaitility.await;

import io.omnihub.channel.Ability;
import io.omnihub.channel.Capabilities;
import io.omnihub.channel.Holds;
import io.omnihub.channel.Inbox;
import io.omnihub.channel.Inboxes;
import io.omnihub.channel.PassiveAnswers;
import io.omnihub.conversation.Engine;
import io.omnihub.conversation.Hub;
import io.omnihub.conversation.Outcome;
import io.omnihub.errand.Called;
import io.omnihub.identity.AuditLog;
import io.omnihub.log.Cursors;
import io.omnihub.log.LogWorker;
import io.omnihub.loop.Loops;
import io.omnihub.message.Command;
import io.omnihub.message.Content;
import io.omnihub.message.Entry;
import io.omnihub.message.OutboundDelivery;
import io.omnihub.message.OutboundMessage;
import io.omnihub.message.Receipt;
import io.omnihub.overload.Overload;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// One node's ledger beside a real engine, with a clock and a rate limit that the test moves.
final class Node implements AutoCloseable {

    static final DeliveryProperties SETTINGS = new DeliveryProperties(
            Duration.ofSeconds(5),
            3,
            Duration.ofHours(1),
            0.2,
            20,
            Duration.ofDays(2),
            5,
            Duration.ofMinutes(2),
            Duration.ofMillis(100));

    final Hub hub;
    final DeliveryRoom room;
    final Dispatch dispatch;
    final Deliveries deliveries;
    final AtomicLong nanos = new AtomicLong();
    private final Inboxes inboxes;
    private final Database database;
    private final LogWorker reader;
    private final PassiveAnswers passive;
    final Holds holds;
    private volatile Capabilities can = new Capabilities(Set.of(), null).with(Set.of(Ability.values()));

    Node(Hub hub, Database database, Clock clock, String owner) {
        this(hub, database, clock, owner, hub.engine, 100);
    }

    /// @param engine that is told how deliveries ended
    Node(Hub hub, Database database, Clock clock, String owner, Engine engine, int sendsPerSecond) {
        this.hub = hub;
        this.database = database;
        holds = new Holds(database, new AuditLog(database, clock), clock);
        inboxes = new Inboxes(List.of(() -> List.of(
                new Inbox(Hub.TENANT, Hub.CHANNEL, Hub.INBOX, "Shop", Hub.REOPEN_WINDOW, sendsPerSecond, can))));
        room = new DeliveryRoom(
                database,
                hub.reader,
                inboxes,
                holds,
                (_, _, sequence, part) -> Optional.of("https://hub.example.com/" + sequence + "/" + part),
                hub.conversations,
                hub.commandsOn(engine),
                SETTINGS,
                clock,
                nanos::get,
                () -> 0.5,
                owner,
                Overload.never(),
                Loops.unobserved());
        dispatch = room.dispatch();
        deliveries = room.deliveries();
        passive = room.passiveAnswers(hub.tenants);
        reader = new LogWorker(
                "delivery", 1, database, new Cursors(database, clock), hub.feed, room.reader(), Loops.unobserved());
        reader.start();
    }

    /// From now on its channel can do that.
    void can(Capabilities capabilities) {
        can = capabilities;
        inboxes.refresh();
    }

    PassiveAnswers passive() {
        return passive;
    }

    /// Has an agent reply, and waits until the ledger has it.
    DeliveryId reply(String user, String text) {
        return reply(user, new Content.Text(text));
    }

    DeliveryId reply(String user, Content... parts) {
        Command reply = new Command.Reply(List.of(parts), null, 0);
        Outcome.Stored stored = (Outcome.Stored) hub.command(user, reply);
        DeliveryId id = new DeliveryId(stored.conversation(), stored.sequence());
        await().until(() -> deliveries.find(Hub.TENANT, id).isPresent());
        return id;
    }

    List<OutboundMessage> claim(int most) {
        return claimAny(most).stream().map(OutboundMessage.class::cast).toList();
    }

    List<OutboundDelivery> claimAny(int most) {
        return dispatch.claim(Hub.CHANNEL, most).messages();
    }

    OutboundMessage claimOne() {
        List<OutboundMessage> claimed = claim(1);
        if (claimed.size() != 1) {
            throw new AssertionError("nothing to claim");
        }
        return claimed.getFirst();
    }

    Delivery delivery(DeliveryId id) {
        return deliveries.find(Hub.TENANT, id).orElseThrow();
    }

    /// The calls that the ledger has of a delivery.
    List<Called> calls(DeliveryId id) {
        return database.read(Tenants.ALL, tx -> room.errands().calls(tx, id.errand()));
    }

    /// Tells the log what it does not know yet.
    void tell() {
        room.teller().tell();
    }

    /// The receipts in a customer's conversation.
    List<Receipt> receipts(String user) {
        return hub.entries(user).stream()
                .map(Entry::change)
                .filter(Receipt.class::isInstance)
                .map(Receipt.class::cast)
                .toList();
    }

    static String text(OutboundMessage message) {
        return ((Content.Text) message.message().parts().getFirst()).text();
    }

    static long seconds(long count) {
        return TimeUnit.SECONDS.toNanos(count);
    }

    @Override
    public void close() {
        reader.stop();
        room.teller().loop().stop();
    }
}
