package io.omnihub.record;

import io.omnihub.contact.Contact;
import io.omnihub.conversation.Commands;
import io.omnihub.conversation.Conversation;
import io.omnihub.conversation.Outcome;
import io.omnihub.loop.Outage;
import io.omnihub.message.BusinessRecord;
import io.omnihub.message.BusinessRecord.KnownBy;
import io.omnihub.message.BusinessRecord.Tell;
import io.omnihub.message.Command;
import io.omnihub.message.ContactChange;
import io.omnihub.message.Content;
import io.omnihub.message.ConversationId;
import io.omnihub.message.Keys;
import io.omnihub.message.Media;
import io.omnihub.message.TenantId;
import io.omnihub.record.RecordNotices.Notice;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells open conversations of their contact's records: by a card, where the record says so, once for each version; and
/// else by an entry that says no more than that something has changed, so that whoever looks at the contact looks
/// again.
///
/// What is to be told by a card stands in the database since the record does, and goes when it was told. Where no
/// conversation is open it waits nowhere else than in the contact's panel.
final class RecordTelling {

    private static final Logger LOG = LoggerFactory.getLogger(RecordTelling.class);

    private static final int AT_ONCE = 50;
    private static final int MOST_WAITING = 2_000;
    private static final int MOST_TRIES = 5;
    private static final int MOST_REMEMBERED = 10_000;

    /// One record is of one person, whom several channels may know.
    private static final int MOST_MEANT = 10;

    /// A conversation is told no more often that something has changed: the log keeps each of these entries.
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final RecordNotices notices;
    private final RecordOwners owners;
    private final Function<Notice, Optional<Media>> pictures;
    private final Function<Conversation, RecordCard.Client> clients;
    private final Commands commands;
    private final Clock clock;
    private final BlockingQueue<Told> changed = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Map<ConversationId, Conversation> due = new LinkedHashMap<>();
    private final Map<ConversationId, Instant> hinted = new LinkedHashMap<>();
    private final Map<String, Integer> tries = new HashMap<>();
    private volatile Runnable wake = () -> {};

    /// @param pictures for the cards
    /// @param clients  what a conversation's contact can do with buttons
    RecordTelling(
            RecordNotices notices,
            RecordOwners owners,
            Function<Notice, Optional<Media>> pictures,
            Function<Conversation, RecordCard.Client> clients,
            Commands commands,
            Clock clock) {
        this.notices = notices;
        this.owners = owners;
        this.pictures = pictures;
        this.clients = clients;
        this.commands = commands;
        this.clock = clock;
    }

    /// @param waker is called when there is something to tell
    void wakes(Runnable waker) {
        wake = waker;
    }

    /// Records have changed. In a flood some are not told: whoever looks later sees them all the same.
    void changed(List<Told> all) {
        boolean any = false;
        for (Told told : all) {
            any |= told.record().tell() != Tell.NOBODY || changed.offer(told);
        }
        if (any) {
            wake.run();
        }
    }

    /// Tells what there is to tell.
    void step() {
        List<Notice> next = notices.next(AT_ONCE);
        for (Notice notice : next) {
            tryToTell(notice);
        }
        hint();
        if (next.size() >= AT_ONCE) {
            wake.run();
        }
    }

    /// What fails by a fault of ours again and again must not keep all others from being told.
    private void tryToTell(Notice notice) {
        String name = notice.id() + "@" + notice.number();
        try {
            tell(notice, RecordNotices.key(notice.id(), notice.toldAs()));
        } catch (RuntimeException e) {
            if (e instanceof Outage || tries.merge(name, 1, Integer::sum) < MOST_TRIES) {
                throw e;
            }
            LOG.warn("A version of the record {} can't be told", notice.id(), e);
        }
        tries.remove(name);
        notices.forget(notice);
    }

    /// A card to the customer where the record and the channel allow it, else one for the agents.
    private void tell(Notice notice, String key) {
        Optional<Conversation> chosen = conversation(notice);
        if (chosen.isEmpty()) {
            return;
        }
        Conversation conversation = chosen.get();
        Media picture = pictures.apply(notice).orElse(null);
        boolean told = notice.record().tell() == Tell.CUSTOMER && tellCustomer(conversation, key, notice, picture);
        if (!told) {
            Command note = new Command.Note(List.of(RecordCard.card(notice, picture)), 0);
            var _ = Commands.await(commands.tell(conversation, key, note));
        }
    }

    private boolean tellCustomer(Conversation conversation, String key, Notice notice, @Nullable Media picture) {
        BusinessRecord record = notice.record();
        String locale = owners.contact(conversation).map(Contact::locale).orElse("");
        RecordWords words = RecordWords.of(locale, record.title(), owners.zone(conversation.tenant()));
        return reply(conversation, key, RecordCard.card(notice, words, clients.apply(conversation), picture))
                || reply(conversation, key, RecordCard.text(record, words));
    }

    private Optional<Conversation> conversation(Notice notice) {
        ConversationId decided = notice.conversation();
        if (decided == null) {
            List<Conversation> open = owners.open(
                    notice.tenant(),
                    owners.contacts(notice.tenant(), notice.record().contacts(), MOST_MEANT));
            if (open.isEmpty()) {
                return Optional.empty();
            }
            return notices.decide(notice, open.getFirst().id())
                    .flatMap(chosen -> owners.conversation(notice.tenant(), chosen));
        }
        return owners.conversation(notice.tenant(), decided);
    }

    /// @return whether the conversation has it, now or since before
    private boolean reply(Conversation conversation, String key, Content content) {
        Outcome outcome =
                Commands.await(commands.tell(conversation, key, new Command.Reply(List.of(content), null, 0)));
        return !(outcome instanceof Outcome.Refused refused) || refused.reason() == Outcome.Reason.KEY_CONFLICT;
    }

    private void hint() {
        List<Told> all = new ArrayList<>();
        changed.drainTo(all);
        Map<TenantId, Set<KnownBy>> known = new LinkedHashMap<>();
        all.forEach(told ->
                known.computeIfAbsent(told.tenant(), _ -> new LinkedHashSet<>()).addAll(told.contacts()));
        known.forEach((tenant, some) -> {
            List<KnownBy> left = List.copyOf(some);
            for (int from = 0; from < left.size(); from += AT_ONCE) {
                List<KnownBy> next = left.subList(from, Math.min(from + AT_ONCE, left.size()));
                owners.open(tenant, owners.contacts(tenant, next, AT_ONCE))
                        .forEach(conversation -> due.put(conversation.id(), conversation));
            }
        });
        Instant now = clock.instant();
        hinted.values().removeIf(last -> !last.plus(PAUSE).isAfter(now));
        for (Conversation conversation : List.copyOf(due.values())) {
            if (!hinted.containsKey(conversation.id()) && hinted.size() < MOST_REMEMBERED) {
                due.remove(conversation.id());
                hinted.put(conversation.id(), now);
                var _ = Commands.await(commands.tell(
                        conversation, Keys.event("records:" + UUID.randomUUID()), new ContactChange("", "", Map.of())));
            }
        }
    }
}
