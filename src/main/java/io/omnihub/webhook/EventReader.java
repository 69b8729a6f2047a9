package io.omnihub.webhook;

import io.omnihub.conversation.Conversation;
import io.omnihub.conversation.Conversations;
import io.omnihub.errand.Errands;
import io.omnihub.errand.NewErrand;
import io.omnihub.log.LogWorker;
import io.omnihub.message.Entry;
import io.omnihub.message.Erased;
import io.omnihub.store.Transaction;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Reads the log for those who want to be told of it.
final class EventReader implements LogWorker.Effect {

    private static final int ROWS = 500;

    private final Subscriptions subscriptions;
    private final Conversations conversations;
    private final Errands errands;

    EventReader(Subscriptions subscriptions, Conversations conversations, Errands errands) {
        this.subscriptions = subscriptions;
        this.conversations = conversations;
        this.errands = errands;
    }

    @Override
    public boolean concerns(Entry entry) {
        List<Subscription> all = subscriptions.of(entry.tenant());
        return !all.isEmpty()
                && (entry.change() instanceof Erased || all.stream().anyMatch(each -> each.mayWant(entry)));
    }

    /// Each entry makes as many rows as there are subscriptions, and on SQLite nobody writes meanwhile.
    @Override
    public int most() {
        int each = subscriptions.all().stream().mapToInt(List::size).max().orElse(1);
        return Math.max(1, ROWS / each);
    }

    @Override
    public long version() {
        return subscriptions.version();
    }

    @Override
    public long version(Transaction tx) {
        return Subscriptions.version(tx);
    }

    @Override
    public void outdated() {
        subscriptions.refresh();
    }

    @Override
    public void apply(Transaction tx, List<Entry> entries) throws SQLException {
        List<NewErrand> events = new ArrayList<>();
        for (Entry entry : entries) {
            for (Subscription each : subscriptions.of(entry.tenant())) {
                if (each.mayWant(entry) && fits(tx, each, entry)) {
                    events.add(EventErrand.of(entry).in(each, entry));
                }
            }
            if (entry.change() instanceof Erased erased) {
                Attempts.erase(tx, entry.tenant(), new EventErrand(entry.conversation(), erased.sequence()));
            }
        }
        errands.add(tx, events);
    }

    private boolean fits(Transaction tx, Subscription subscription, Entry entry) {
        return !subscription.filter().asksForLabels()
                || conversations
                        .find(tx, entry.tenant(), entry.conversation())
                        .map(Conversation::session)
                        .filter(session -> subscription.filter().wants(session.labels()))
                        .isPresent();
    }

    @Override
    public void applied(List<Entry> entries) {
        entries.stream()
                .flatMap(entry -> subscriptions.of(entry.tenant()).stream().filter(each -> each.mayWant(entry)))
                .map(Subscription::id)
                .distinct()
                .forEach(errands::ring);
    }
}
