package io.omnihub.delivery;

import io.omnihub.identity.AuditAction;
import io.omnihub.identity.AuditLog;
import io.omnihub.identity.AuditNote;
import io.omnihub.identity.Callers;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedOperationParameter;
import org.springframework.jmx.export.annotation.ManagedResource;

/// Messages on their way out, for operators.
@ManagedResource(objectName = "io.omnihub:type=Deliveries", description = "Messages on their way out")
public final class DeliveryOperations {

    private static final int PAGE = 100;

    private final Deliveries deliveries;
    private final AuditLog audit;

    DeliveryOperations(Deliveries deliveries, AuditLog audit) {
        this.deliveries = deliveries;
        this.audit = audit;
    }

    @ManagedOperation(description = "The newest 100 of a state")
    @ManagedOperationParameter(
            name = "state",
            description = "PENDING, CLAIMED, SENT, DELIVERED, READ, FAILED or DEAD; empty for all")
    public List<Map<String, String>> list(String state) {
        Optional<Delivery.State> wanted = state.isEmpty() ? Optional.empty() : Optional.of(state(state));
        return deliveries.list(Callers.tenant(), new Deliveries.Filter(wanted, Optional.empty()), null, PAGE).stream()
                .map(DeliveryOperations::shown)
                .toList();
    }

    @ManagedOperation(description = "Has a failed or dead one tried again")
    @ManagedOperationParameter(name = "id", description = "of the delivery")
    public String retry(String id) {
        DeliveryId delivery = DeliveryId.parse(id).orElse(null);
        if (delivery == null || deliveries.find(Callers.tenant(), delivery).isEmpty()) {
            return "there is no delivery of this id";
        }
        String who = Callers.who();
        audit.append(Callers.tenant(), new AuditNote(who, AuditAction.DELIVERY_REPLAYED, id));
        return deliveries.replay(Callers.tenant(), delivery)
                ? "will be tried again"
                : "has neither failed nor is it dead";
    }

    private static Delivery.State state(String name) {
        return EnumSet.allOf(Delivery.State.class).stream()
                .filter(state -> state.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("state: there is none of this name"));
    }

    private static Map<String, String> shown(Delivery delivery) {
        Map<String, String> shown = new LinkedHashMap<>();
        shown.put("id", delivery.id().toString());
        shown.put("channel", delivery.channel().value());
        shown.put("inbox", delivery.inbox().value());
        shown.put("state", delivery.state().name());
        shown.put("attempts", Integer.toString(delivery.attempts()));
        shown.put("code", delivery.code());
        shown.put("reason", delivery.reason());
        shown.put("createdAt", delivery.createdAt().toString());
        shown.put("changedAt", delivery.changedAt().toString());
        return shown;
    }
}
