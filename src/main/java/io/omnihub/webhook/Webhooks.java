package io.omnihub.webhook;

import io.omnihub.channel.http.PublicAddresses;
import io.omnihub.channel.http.PublicHttp;
import io.omnihub.errand.Errand;
import io.omnihub.errand.ErrandId;
import io.omnihub.errand.Errands;
import io.omnihub.identity.AuditAction;
import io.omnihub.identity.AuditLog;
import io.omnihub.identity.AuditNote;
import io.omnihub.log.LogEpoch;
import io.omnihub.log.LogReader;
import io.omnihub.message.Entry;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.wire.CloudEvent;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What administrators do with subscriptions: make, change and try them, look at what they were told, and have it told
/// again.
final class Webhooks {

    static final Collection<String> FAILED = List.of(Errand.FAILED, Errand.DEAD);
    static final Collection<String> ENDED = List.of(Errand.FAILED, Errand.DEAD, Errand.DONE);

    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_URL = 2_000;

    private final Subscriptions subscriptions;
    private final Errands errands;
    private final Attempts attempts;
    private final WebhookSender sender;
    private final PublicHttp http;
    private final Database database;
    private final LogReader log;
    private final LogEpoch epoch;
    private final AuditLog audit;
    private final Clock clock;

    Webhooks(
            Subscriptions subscriptions,
            Errands errands,
            Attempts attempts,
            WebhookSender sender,
            PublicHttp http,
            Database database,
            LogReader log,
            LogEpoch epoch,
            AuditLog audit,
            Clock clock) {
        this.subscriptions = subscriptions;
        this.errands = errands;
        this.attempts = attempts;
        this.sender = sender;
        this.http = http;
        this.database = database;
        this.log = log;
        this.epoch = epoch;
        this.audit = audit;
        this.clock = clock;
    }

    List<Subscription> of(TenantId tenant) {
        return subscriptions.all().stream()
                .filter(each -> each.tenant().equals(tenant))
                .toList();
    }

    Optional<Subscription> find(TenantId tenant, String id) {
        return subscriptions.find(tenant, id);
    }

    /// @return empty where the tenant may have no more
    Optional<Subscription> create(
            TenantId tenant, String name, String url, EventFilter filter, boolean ordered, SigningKey key, String who) {
        Instant now = Instant.ofEpochMilli(clock.millis());
        Subscription made = new Subscription(
                tenant,
                "wh-" + UUID.randomUUID(),
                name(name),
                url(url),
                filter,
                ordered,
                Subscription.State.ON,
                now,
                null,
                SigningKeys.of(key),
                who,
                now,
                1);
        return subscriptions.add(made, who) ? Optional.of(made) : Optional.empty();
    }

    Optional<Subscription> change(
            TenantId tenant,
            String id,
            @Nullable String name,
            @Nullable String url,
            @Nullable EventFilter filter,
            @Nullable Boolean ordered,
            String who) {
        String newName = name == null ? null : name(name);
        URI newUrl = url == null ? null : url(url);
        return subscriptions.change(
                tenant,
                id,
                who,
                AuditAction.WEBHOOK_CHANGED,
                each -> each.with(
                        newName == null ? each.name() : newName,
                        newUrl == null ? each.url() : newUrl,
                        filter == null ? each.filter() : filter,
                        ordered == null ? each.ordered() : ordered));
    }

    /// One that is switched on is told of what happens from then on.
    Optional<Subscription> set(TenantId tenant, String id, boolean on, String who) {
        Optional<Subscription> found = find(tenant, id);
        if (found.isEmpty() || found.get().isOn() == on) {
            return found;
        }
        Instant now = Instant.ofEpochMilli(clock.millis());
        return subscriptions.change(
                tenant,
                id,
                who,
                on ? AuditAction.WEBHOOK_SWITCHED_ON : AuditAction.WEBHOOK_SWITCHED_OFF,
                each -> each.with(on ? Subscription.State.ON : Subscription.State.OFF, now));
    }

    /// Has another key sign.
    ///
    /// @param keep how long the one so far signs too
    Optional<Subscription> rotate(TenantId tenant, String id, SigningKey key, Duration keep, String who) {
        Instant until = clock.instant().plus(keep);
        return subscriptions.change(
                tenant,
                id,
                who,
                AuditAction.WEBHOOK_SECRET_CHANGED,
                each -> each.with(each.keys().rotated(key, until)));
    }

    boolean remove(TenantId tenant, String id, String who) {
        return subscriptions.remove(tenant, id, who);
    }

    /// Sends an event that tells of nothing, once and at once.
    Attempted test(Subscription subscription, String who) {
        audit.append(subscription.tenant(), new AuditNote(who, AuditAction.WEBHOOK_TESTED, subscription.id()));
        String id = "test-" + UUID.randomUUID();
        CloudEvent event = CloudEvent.of(
                id,
                "/tenants/" + subscription.tenant().value() + "/webhooks/" + subscription.id(),
                "webhook.test",
                clock.instant(),
                "{}");
        return sender.send(subscription, id, event.json());
    }

    /// What a subscription was told or is to be told, the newest first.
    List<Errand> deliveries(
            Subscription subscription, Optional<Errands.States> states, Errands.@Nullable After after, int limit) {
        return errands.listOf(subscription.tenant(), subscription.id(), states, after, limit);
    }

    Optional<Errand> delivery(Subscription subscription, EventErrand event) {
        return event.ids(subscription.id())
                .flatMap(id -> errands.find(subscription.tenant(), id).stream())
                .findFirst();
    }

    List<Attempts.Numbered> attempts(Subscription subscription, EventErrand event) {
        return attempts.of(subscription.tenant(), subscription.id(), event);
    }

    /// What is sent, as it is now.
    Optional<CloudEvent> event(Subscription subscription, EventErrand event) {
        Optional<Entry> entry = database.read(
                Tenants.of(subscription.tenant()),
                tx -> log.find(tx, subscription.tenant(), event.conversation(), event.sequence()));
        return entry.map(each -> CloudEvent.of(each, epoch.known()));
    }

    /// Has it told again.
    ///
    /// @return whether it had ended
    boolean replay(Subscription subscription, ErrandId id, String who) {
        note(subscription, who, Map.of("event", EventErrand.of(id).toString()));
        return errands.replay(subscription.tenant(), id, ENDED);
    }

    /// Has all told again that were entered in a time and ended in one of these states.
    ///
    /// @return how many
    long replay(Subscription subscription, Instant from, Instant to, Collection<String> ended, String who) {
        note(subscription, who, Map.of("from", from.toString(), "to", to.toString()));
        return errands.replay(subscription.tenant(), subscription.id(), from, to, ended);
    }

    /// Before it, since the effect is not in this transaction: none goes untold.
    private void note(Subscription subscription, String who, Map<String, String> details) {
        audit.append(
                subscription.tenant(), new AuditNote(who, AuditAction.WEBHOOK_REPLAYED, subscription.id(), details));
    }

    /// How many have not ended, by subscription.
    Map<String, Long> open() {
        return errands.open();
    }

    private static String name(String name) {
        if (name.isBlank() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidMessageException(
                    "name", "must have 1 to " + LONGEST_NAME + " characters, and no control characters");
        }
        return name.strip();
    }

    private URI url(String text) {
        URI url;
        try {
            url = URI.create(text);
        } catch (IllegalArgumentException _) {
            throw new InvalidMessageException("url", "must be an address");
        }
        boolean web = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
        if (!web || url.getHost() == null || text.length() > LONGEST_URL) {
            throw new InvalidMessageException("url", "must be an address that begins with https://");
        }
        if (url.getUserInfo() != null || url.getFragment() != null) {
            throw new InvalidMessageException("url", "must have neither a user nor a fragment");
        }
        try {
            http.check(url);
            return url;
        } catch (PublicAddresses.ClosedException _) {
            throw new InvalidMessageException(
                    "url",
                    "must lead to a public address by https, or to one that omnihub.http.allowed-networks allows");
        }
    }
}
