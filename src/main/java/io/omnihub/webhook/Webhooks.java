package io.omnihub.webhook;

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
import io.omnihub.outside.PublicAddresses;
import io.omnihub.outside.PublicHttp;
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

    private static final int MOST_COUNTED = 1_000;
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_URL = 2_000;
    private static final int LARGEST_PORT = 65_535;

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
        return subscriptions.of(tenant);
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
                log.end());
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
        return subscriptions.change(
                tenant,
                id,
                new Subscriptions.Change(
                        name == null ? null : name(name), url == null ? null : url(url), filter, ordered),
                who);
    }

    /// One that is switched on is told of what happens from then on.
    Optional<Subscription> set(TenantId tenant, String id, boolean on, String who) {
        return subscriptions.set(tenant, id, on, log.end(), who);
    }

    /// Has another key sign.
    ///
    /// @param keep how long the one so far signs too
    Optional<Subscription> rotate(TenantId tenant, String id, SigningKey key, Duration keep, String who) {
        return subscriptions.rotate(tenant, id, key, clock.instant().plus(keep), who);
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
        if (errands.find(subscription.tenant(), id)
                .filter(found -> ENDED.contains(found.state()))
                .isEmpty()) {
            return false;
        }
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

    /// How many events a subscription is still to be told of, as far as they are counted.
    long open(Subscription subscription) {
        return errands.open(subscription.id(), MOST_COUNTED);
    }

    private static String name(String name) {
        if (name.isBlank() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidMessageException(
                    "name", "must have 1 to " + LONGEST_NAME + " characters, and no control characters");
        }
        return name.strip();
    }

    private String url(String text) {
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
        if (url.getPort() == 0 || url.getPort() > LARGEST_PORT) {
            throw new InvalidMessageException("url", "must have a port between 1 and " + LARGEST_PORT);
        }
        if (url.getUserInfo() != null || url.getFragment() != null) {
            throw new InvalidMessageException("url", "must have neither a user nor a fragment");
        }
        try {
            http.check(url);
            return text;
        } catch (PublicAddresses.ClosedException _) {
            throw new InvalidMessageException(
                    "url",
                    "must lead to a public address by https, or to one that omnihub.http.allowed-networks allows");
        }
    }
}
