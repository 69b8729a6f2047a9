package io.omnihub.channel;

import io.omnihub.message.BusinessRecord.KnownBy;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// All inboxes of the installation, as they are now.
public final class Inboxes {

    private final List<InboxProvider> providers;
    private final boolean links;
    private final List<Consumer<Collection<Inbox>>> checks = new CopyOnWriteArrayList<>();
    private final List<Consumer<Collection<Inbox>>> followers = new CopyOnWriteArrayList<>();
    private volatile Map<Address, Inbox> byAddress;

    public Inboxes(List<InboxProvider> providers) {
        this(providers, false);
    }

    /// @param links whether files that a channel can't send go as links
    public Inboxes(List<InboxProvider> providers, boolean links) {
        this.providers = List.copyOf(providers);
        this.links = links;
        this.byAddress = read();
    }

    /// Asks the channels anew.
    ///
    /// @throws IllegalArgumentException where what they say can't be; then all stay as they were
    public synchronized void refresh() {
        Map<Address, Inbox> next = read();
        checks.forEach(check -> check.accept(next.values()));
        byAddress = next;
        followers.forEach(follower -> follower.accept(all()));
    }

    /// Has all inboxes looked at now, and whenever they are to change.
    ///
    /// @param check throws [IllegalArgumentException] where they can't be so
    public synchronized void check(Consumer<Collection<Inbox>> check) {
        check.accept(all());
        checks.add(check);
    }

    /// Tells all inboxes now, and whenever they have changed.
    public synchronized void follow(Consumer<Collection<Inbox>> follower) {
        follower.accept(all());
        followers.add(follower);
    }

    public Optional<Inbox> find(TenantId tenant, InboxId inbox) {
        return Optional.ofNullable(byAddress.get(new Address(tenant, inbox)));
    }

    /// In the order of configuration.
    public Collection<Inbox> all() {
        return Collections.unmodifiableCollection(byAddress.values());
    }

    private Map<Address, Inbox> read() {
        Map<Address, Inbox> read = new LinkedHashMap<>();
        for (InboxProvider provider : providers) {
            for (Inbox inbox : provider.inboxes()) {
                add(read, links && !inbox.live() ? inbox.linking() : inbox);
            }
        }
        return read;
    }

    private static void add(Map<Address, Inbox> read, Inbox inbox) {
        if (KnownBy.FACTS.contains(inbox.id().value())) {
            throw new IllegalArgumentException("An inbox of the channel " + inbox.channel() + " can't be called "
                    + inbox.id() + ": records and messages name contacts by this word, whatever their inbox");
        }
        Inbox other = read.putIfAbsent(new Address(inbox.tenant(), inbox.id()), inbox);
        if (other != null) {
            throw new IllegalArgumentException("Two inboxes of tenant " + inbox.tenant() + " are called " + inbox.id()
                    + ": one of " + other.channel() + ", one of " + inbox.channel());
        }
    }

    private record Address(TenantId tenant, InboxId inbox) {}
}
