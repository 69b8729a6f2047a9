package io.omnihub.visitor;

import io.omnihub.channel.Inbox;
import io.omnihub.channel.InboxProvider;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    @Override
    public List<Inbox> inboxes() {
        return byId.values().stream().map(Site::inbox).toList();
    }
}
