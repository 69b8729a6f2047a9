package io.omnihub.webhook;

import io.omnihub.errand.Errand;
import io.omnihub.errand.Errands;
import io.omnihub.identity.Callers;
import io.omnihub.web.Params;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedOperationParameter;
import org.springframework.jmx.export.annotation.ManagedResource;

/// Webhooks to business systems, for operators.
@ManagedResource(objectName = "io.omnihub:type=Webhooks", description = "Webhooks to business systems")
public final class WebhookOperations {

    private static final int PAGE = 100;
    private static final String NONE = "there is none of this id";

    private final Webhooks webhooks;

    WebhookOperations(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    @ManagedOperation(description = "All webhooks, with their state")
    public List<Map<String, String>> list() {
        return webhooks.of(Callers.tenant()).stream()
                .map(each -> shown(each, webhooks.open(each)))
                .toList();
    }

    @ManagedOperation(description = "The newest 100 events of a webhook in a state")
    @ManagedOperationParameter(name = "id", description = "of the webhook")
    @ManagedOperationParameter(name = "state", description = "PENDING, CLAIMED, DONE, FAILED or DEAD; empty for all")
    public List<Map<String, String>> deliveries(String id, String state) {
        Optional<Errands.States> wanted = state.isEmpty()
                ? Optional.empty()
                : Optional.of(new Errands.States(true, List.of(state.toLowerCase(Locale.ROOT))));
        return webhooks
                .find(Callers.tenant(), id)
                .map(found -> webhooks.deliveries(found, wanted, null, PAGE))
                .orElseGet(List::of)
                .stream()
                .map(WebhookOperations::shown)
                .toList();
    }

    @ManagedOperation(description = "Has a webhook told again of an event that has ended")
    @ManagedOperationParameter(name = "id", description = "of the webhook")
    @ManagedOperationParameter(name = "event", description = "the event's id in the list")
    public String replay(String id, String event) {
        Optional<Subscription> found = webhooks.find(Callers.tenant(), id);
        Optional<Errand> errand =
                found.flatMap(each -> EventErrand.parse(event).flatMap(named -> webhooks.delivery(each, named)));
        if (found.isEmpty() || errand.isEmpty()) {
            return NONE;
        }
        if (!found.get().isOn()) {
            return "the webhook is off";
        }
        return webhooks.replay(found.get(), errand.get().id(), Callers.who())
                ? "will be told again"
                : "has not ended yet";
    }

    @ManagedOperation(description = "Switches a webhook on: it is told of what happens from then on")
    @ManagedOperationParameter(name = "id", description = "of the webhook")
    public String switchOn(String id) {
        return set(id, true);
    }

    @ManagedOperation(description = "Switches a webhook off: it is told of nothing")
    @ManagedOperationParameter(name = "id", description = "of the webhook")
    public String switchOff(String id) {
        return set(id, false);
    }

    private String set(String id, boolean on) {
        return webhooks.set(Callers.tenant(), id, on, Callers.who())
                .map(each -> Params.name(each.state()))
                .orElse(NONE);
    }

    private static Map<String, String> shown(Subscription subscription, long open) {
        Map<String, String> shown = new LinkedHashMap<>();
        shown.put("id", subscription.id());
        shown.put("name", subscription.name());
        shown.put("host", Objects.toString(URI.create(subscription.url()).getHost(), ""));
        shown.put("state", Params.name(subscription.state()));
        shown.put("since", subscription.since().toString());
        shown.put(
                "failingSince",
                subscription.failingSince() == null
                        ? ""
                        : subscription.failingSince().toString());
        shown.put("open", Long.toString(open));
        return shown;
    }

    private static Map<String, String> shown(Errand errand) {
        Map<String, String> shown = new LinkedHashMap<>();
        shown.put("event", EventErrand.of(errand.id()).toString());
        shown.put("type", errand.payload());
        shown.put("state", errand.state());
        shown.put("attempts", Integer.toString(errand.attempt()));
        shown.put("code", errand.code());
        shown.put("reason", errand.reason());
        shown.put("createdAt", errand.createdAt().toString());
        shown.put("changedAt", errand.changedAt().toString());
        return shown;
    }
}
