package io.omnihub.delivery;

import io.omnihub.channel.Inbox;
import io.omnihub.channel.Inboxes;
import io.omnihub.deadletter.DeadLetter;
import io.omnihub.deadletter.DeadLetters;
import io.omnihub.errand.Errands;
import io.omnihub.log.InboundKey;
import io.omnihub.log.InboundKeys;
import io.omnihub.log.LogReader;
import io.omnihub.message.Direction;
import io.omnihub.message.Entry;
import io.omnihub.message.EntryKind;
import io.omnihub.message.InboxId;
import io.omnihub.message.Keys;
import io.omnihub.message.Receipt;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.store.Transaction;
import io.omnihub.trace.Door;
import io.omnihub.trace.LatePushes;
import io.omnihub.web.Params;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Finds where a message is, by an id of ours, the platform's or a dead letter's: the whole way that it came,
/// with times and without what it says.
final class MessageWays {

    private static final int MOST = 10;
    private static final int MOST_RECEIPTS = 1_000;

    private final Database database;
    private final LogReader log;
    private final Errands deliveries;
    private final DeadLetters deadLetters;
    private final Inboxes inboxes;
    private final LatePushes pushes;
    private final InboundKeys keys = new InboundKeys();

    MessageWays(
            Database database,
            LogReader log,
            Errands deliveries,
            DeadLetters deadLetters,
            Inboxes inboxes,
            LatePushes pushes) {
        this.database = database;
        this.log = log;
        this.deliveries = deliveries;
        this.deadLetters = deadLetters;
        this.inboxes = inboxes;
        this.pushes = pushes;
    }

    /// The ways of all messages of a tenant that an id may mean; ten at most.
    List<Way> of(TenantId tenant, String id) {
        return database.read(Tenants.of(tenant), tx -> {
            Set<DeliveryId> stored = new LinkedHashSet<>();
            Set<DeadLetter> dead = new LinkedHashSet<>();
            DeliveryId.parse(id).ifPresent(stored::add);
            deadLetters.find(tx, tenant, id).ifPresent(letter -> {
                dead.add(letter);
                stored.addAll(made(tx, tenant, List.of(new InboxId(letter.inbox())), keyOf(letter)));
            });
            List<InboxId> all = inboxes.all().stream()
                    .filter(inbox -> inbox.tenant().equals(tenant))
                    .map(Inbox::id)
                    .toList();
            stored.addAll(made(tx, tenant, all, Keys.message(id)));
            dead.addAll(deadLetters.ofEvent(tx, tenant, Keys.message(id), MOST));
            List<Way> ways = new ArrayList<>();
            stored.stream()
                    .limit(MOST)
                    .forEach(each -> way(tx, tenant, each, dead).ifPresent(ways::add));
            // An id of the platform's may mean a message in each of several inboxes.
            Set<String> shown = ways.stream().map(Way::inbox).collect(Collectors.toSet());
            dead.stream()
                    .filter(letter -> !shown.contains(letter.inbox()))
                    .limit(MOST - ways.size())
                    .map(MessageWays::way)
                    .forEach(ways::add);
            return ways;
        });
    }

    /// An event's dead letter has the event's key, and what tells it from others of that key.
    private static String keyOf(DeadLetter letter) {
        int end = letter.key().lastIndexOf('#');
        return end < 0 ? letter.key() : letter.key().substring(0, end);
    }

    private List<DeliveryId> made(Transaction tx, TenantId tenant, Collection<InboxId> all, String key) {
        try {
            return keys
                    .find(
                            tx,
                            all.stream()
                                    .map(inbox -> new InboundKey.Id(tenant, inbox, key))
                                    .toList())
                    .values()
                    .stream()
                    .map(InboundKey::made)
                    .filter(made -> made != null)
                    .map(made -> new DeliveryId(made.conversation(), made.sequence()))
                    .toList();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Optional<Way> way(Transaction tx, TenantId tenant, DeliveryId id, Collection<DeadLetter> dead) {
        return log.find(tx, tenant, id.conversation(), id.sequence()).map(entry -> {
            List<Step> steps = new ArrayList<>();
            steps.add(Step.of("written", entry.sentAt(), entry.late() ? "late" : ""));
            dead.stream()
                    .filter(letter -> letter.inbox().equals(entry.inbox().value()))
                    .forEach(letter -> steps.addAll(steps(letter)));
            Door door = Door.of(entry.metadata());
            door.receivedAt().ifPresent(at -> steps.add(Step.of("received", at)));
            door.givenAt().ifPresent(at -> steps.add(Step.of("buffered", at)));
            steps.add(Step.of("stored", entry.storedAt()));
            String conversation = entry.conversation().value();
            pushes.at(conversation, entry.sequence(), true).ifPresent(at -> steps.add(Step.of("pushed-agent", at)));
            pushes.at(conversation, entry.sequence(), false).ifPresent(at -> steps.add(Step.of("pushed-contact", at)));
            if (entry.direction() == Direction.OUTBOUND) {
                delivered(tx, tenant, id, steps);
            }
            steps.sort(Comparator.comparing(Step::at));
            return new Way(
                    entry.channel().value(),
                    entry.inbox().value(),
                    entry.conversation().value(),
                    entry.sequence(),
                    Long.toString(entry.position()),
                    entry.direction() == Direction.OUTBOUND,
                    Door.id(entry.metadata()),
                    steps);
        });
    }

    private void delivered(Transaction tx, TenantId tenant, DeliveryId id, List<Step> steps) {
        deliveries.find(tx, tenant, id.errand()).map(Deliveries::read).ifPresent(delivery -> {
            steps.add(Step.of("entered", delivery.createdAt()));
            deliveries.calls(tx, id.errand()).forEach(call -> steps.add(Step.of("called", call.madeAt())));
            steps.add(Step.of(delivery));
        });
        for (Entry told :
                log.ofKind(tx, tenant, id.conversation(), EntryKind.RECEIPT_RECORDED, id.sequence(), MOST_RECEIPTS)) {
            if (told.change() instanceof Receipt receipt && receipt.target().sequence() == id.sequence()) {
                steps.add(Step.of(receipt, told.storedAt()));
            }
        }
    }

    private static Way way(DeadLetter letter) {
        return new Way(letter.channel(), letter.inbox(), "", 0, "", false, "", steps(letter));
    }

    private static List<Step> steps(DeadLetter letter) {
        List<Step> steps = new ArrayList<>();
        steps.add(new Step(
                "given-up",
                letter.createdAt(),
                letter.route() + ": " + letter.reason(),
                "",
                letter.reason(),
                0,
                false));
        if (letter.replayedAt() != null) {
            steps.add(Step.of("replayed", letter.replayedAt()));
        }
        return steps;
    }

    /// The way of one message.
    ///
    /// @param conversation empty where it never came into the log
    /// @param position     in its partition
    /// @param correlation  by which lines of the log about it are found
    record Way(
            String channel,
            String inbox,
            String conversation,
            long sequence,
            String position,
            boolean outbound,
            String correlation,
            List<Step> steps) {}

    /// What happened to it.
    ///
    /// @param detail        all that follows, in words, without what the message says
    /// @param code          `late`, or why it failed, as in a receipt; empty where there is none
    /// @param reason        why it failed, in a sentence in English; empty where none is known
    /// @param attempts      how often a delivery was taken up; 0 of other steps
    /// @param maybeRepeated whether the contact may have got it more than once, or got it although it failed
    record Step(
            String step, Instant at, String detail, String code, String reason, int attempts, boolean maybeRepeated) {

        private static Step of(String step, Instant at) {
            return of(step, at, "");
        }

        private static Step of(String step, Instant at, String code) {
            return new Step(step, at, code, code, "", 0, false);
        }

        private static Step of(Receipt receipt, Instant at) {
            return new Step(
                    "told-" + Params.name(receipt.state()),
                    at,
                    receipt.code(),
                    receipt.code(),
                    receipt.reason(),
                    0,
                    false);
        }

        private static Step of(Delivery delivery) {
            return new Step(
                    Params.name(delivery.state()),
                    delivery.changedAt(),
                    delivery.attempts() + " attempts" + (delivery.maybeRepeated() ? ", maybe repeated" : "")
                            + (delivery.code().isEmpty() ? "" : ", " + delivery.code())
                            + (delivery.reason().isEmpty() ? "" : ": " + delivery.reason()),
                    delivery.code(),
                    delivery.reason(),
                    delivery.attempts(),
                    delivery.maybeRepeated());
        }
    }
}
