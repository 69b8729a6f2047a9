package io.omnihub.mapping;

import io.omnihub.channel.Inboxes;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import java.time.Clock;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;
import org.jspecify.annotations.Nullable;

/// The component `mapping:`. Its options are described in `mapping.json`, where Camel's catalog looks for it, and in
/// docs/mapping.md.
final class MappingComponent extends DefaultComponent {

    private final Mappings mappings;
    private final Inboxes inboxes;
    private final Clock clock;

    MappingComponent(Mappings mappings, Inboxes inboxes, Clock clock) {
        this.mappings = mappings;
        this.inboxes = inboxes;
        this.clock = clock;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String name, Map<String, Object> parameters) {
        if (!Mappings.isName(name)) {
            throw new IllegalArgumentException("mapping:" + name
                    + " is no name of a mapping: small letters, digits, dots, dashes and underscores");
        }
        TenantId tenant =
                new TenantId(getAndRemoveParameter(parameters, "tenant", String.class, TenantId.DEFAULT.value()));
        @Nullable String inbox = getAndRemoveParameter(parameters, "inbox", String.class);
        return new MappingEndpoint(uri, this, name, tenant, inbox == null ? null : new InboxId(inbox));
    }

    Mappings mappings() {
        return mappings;
    }

    Inboxes inboxes() {
        return inboxes;
    }

    Clock clock() {
        return clock;
    }
}
