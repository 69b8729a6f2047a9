package io.omnihub.channel;

import io.omnihub.identity.Caller;
import io.omnihub.identity.Callers;
import io.omnihub.message.TenantId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedResource;

/// How inboxes do, for operators.
@ManagedResource(objectName = "io.omnihub:type=Inboxes", description = "The inboxes of all channels")
public final class InboxOperations {

    private final Inboxes inboxes;
    private final ChannelStatuses statuses;

    InboxOperations(Inboxes inboxes, ChannelStatuses statuses) {
        this.inboxes = inboxes;
        this.statuses = statuses;
    }

    @ManagedOperation(description = "All inboxes, whether they work, and what is to be mended where they don't")
    public List<Map<String, String>> list() {
        TenantId tenant = Callers.current().map(Caller::tenant).orElse(TenantId.DEFAULT);
        return inboxes.all().stream()
                .filter(inbox -> inbox.tenant().equals(tenant))
                .map(inbox -> shown(inbox, statuses.of(tenant, inbox.id())))
                .toList();
    }

    private static Map<String, String> shown(Inbox inbox, ChannelStatus status) {
        Map<String, String> shown = new LinkedHashMap<>();
        shown.put("channel", inbox.channel().value());
        shown.put("inbox", inbox.id().value());
        shown.put("name", inbox.name());
        shown.put("state", status.state().name());
        shown.put("reason", status.reason());
        return shown;
    }
}
