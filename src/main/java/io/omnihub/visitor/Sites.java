package io.omnihub.visitor;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.omnihub.channel.Inbox;
import io.omnihub.channel.InboxProvider;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// All sites by their key.
public final class Sites implements InboxProvider {

    private final Map<String, Site> byId = new LinkedHashMap<>();

    Sites(SitesProperties properties) {
        properties.sites().forEach((id, site) -> byId.put(id, Site.of(id, site)));
    }

    public Optional<Site> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /// Whether any site allows a request with this `Origin`.
    public boolean anyAllows(@Nullable String origin) {
        return byId.values().stream().anyMatch(site -> site.allows(origin));
    }

    /// The origins of all sites' pages.
    public Set<String> origins() {
        return byId.values().stream().flatMap(site -> site.origins().stream()).collect(toUnmodifiableSet());
    }

    @Override
    public List<Inbox> inboxes() {
        return byId.values().stream().map(Site::inbox).toList();
    }
}
