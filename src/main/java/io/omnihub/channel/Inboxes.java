package io.omnihub.channel;

import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All inboxes of the installation.
public final class Inboxes {

    private final Map<Address, Inbox> byAddress = new LinkedHashMap<>();

    public Inboxes(List<InboxProvider> providers) {
        this(providers, false);
    }

    /// @param links whether files that a channel can't send go as links
    public Inboxes(List<InboxProvider> providers, boolean links) {
        providers.stream()
                .flatMap(provider -> provider.inboxes().stream())
                .map(inbox -> links && !inbox.live() ? inbox.linking() : inbox)
                .forEach(this::add);
    }

    private void add(Inbox inbox) {
        Inbox other = byAddress.putIfAbsent(new Address(inbox.tenant(), inbox.id()), inbox);
        if (other != null) {
            throw new IllegalArgumentException("Two inboxes of tenant " + inbox.tenant() + " are called " + inbox.id()
                    + ": one of " + other.channel() + ", one of " + inbox.channel());
        }
    }

    public Optional<Inbox> find(TenantId tenant, InboxId inbox) {
        return Optional.ofNullable(byAddress.get(new Address(tenant, inbox)));
    }

    /// In the order of configuration.
    public Collection<Inbox> all() {
        return Collections.unmodifiableCollection(byAddress.values());
    }

    private record Address(TenantId tenant, InboxId inbox) {}
}
