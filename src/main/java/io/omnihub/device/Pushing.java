package io.omnihub.device;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.channel.ChannelStatus;
import io.omnihub.channel.ChannelStatuses;
import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.channel.Inbox;
import io.omnihub.channel.Inboxes;
import io.omnihub.channel.send.Call;
import io.omnihub.errand.Alongside;
import io.omnihub.errand.Errand;
import io.omnihub.errand.ErrandHandler;
import io.omnihub.log.LogReader;
import io.omnihub.message.Entry;
import io.omnihub.message.InboxId;
import io.omnihub.presence.ContactPresence;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.visitor.Site;
import io.omnihub.visitor.Sites;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Wakes a device: one attempt. Nobody is woken for what was read meanwhile, or who is there. A connection that is open
/// may be dead without anybody's knowing, so it is looked again when it must have shown a sign of life.
final class Pushing implements ErrandHandler {

    private static final int MOST_ENTRIES = 200;

    /// So many times somebody is found to be there before that is believed, whatever is said meanwhile.
    private static final int LOOKS = 3;

    /// After so many in a row a device that is said to be gone is not forgotten, until another one is woken; and none
    /// before the first was woken.
    private static final int BELIEVED = 20;

    private final Map<String, Integer> goneInARow = new ConcurrentHashMap<>();
    private final Devices devices;
    private final Sites sites;
    private final Inboxes inboxes;
    private final Pushers pushers;
    private final ContactPresence presence;
    private final LogReader log;
    private final Database database;
    private final ChannelStatuses statuses;
    private final Clock clock;
    private final Counter woken;
    private final Counter spared;
    private final Counter gone;
    private final Counter failed;

    Pushing(
            Devices devices,
            Sites sites,
            Inboxes inboxes,
            Pushers pushers,
            ContactPresence presence,
            LogReader log,
            Database database,
            ChannelStatuses statuses,
            Clock clock,
            MeterRegistry meters) {
        this.devices = devices;
        this.sites = sites;
        this.inboxes = inboxes;
        this.pushers = pushers;
        this.presence = presence;
        this.log = log;
        this.database = database;
        this.statuses = statuses;
        this.clock = clock;
        this.woken = counter(meters, "woken");
        this.spared = counter(meters, "spared");
        this.gone = counter(meters, "gone");
        this.failed = counter(meters, "failed");
    }

    private static Counter counter(MeterRegistry meters, String outcome) {
        return Counter.builder("omnihub.push")
                .description("Attempts to wake devices of apps that are not open")
                .tag("outcome", outcome)
                .register(meters);
    }

    @Override
    public String run(Errand errand, Consumer<Alongside> alongside) {
        Optional<Device> device = devices.find(errand.tenant(), errand.id().lane());
        Optional<Site> site = sites.find(errand.inbox().value());
        if (device.isEmpty() || site.isEmpty()) {
            return spared("forgotten");
        }
        Unread unread = unread(errand, device.get());
        if (unread.isEmpty()) {
            return spared("read");
        }
        if (presence.isThere(device.get().conversation())) {
            Duration left = Duration.between(
                    clock.instant(), unread.last().entry().storedAt().plus(presence.silence()));
            if (left.isPositive() && errand.attempt() - errand.countedFrom() < LOOKS) {
                throw ChannelUnavailableException.after("the app seems to be open", left);
            }
            return spared("open");
        }
        wake(errand, device.get(), site.get(), unread, alongside);
        return "woken";
    }

    /// Back from the last entry, so that a device which was woken before is told of all that is still to be read.
    private Unread unread(Errand errand, Device device) {
        List<Entry> last = database.read(
                Tenants.of(errand.tenant()),
                tx -> log.last(tx, errand.tenant(), device.conversation(), Long.MAX_VALUE - 1, MOST_ENTRIES));
        return Unread.of(last.reversed());
    }

    private void wake(Errand errand, Device device, Site site, Unread unread, Consumer<Alongside> alongside) {
        InboxId way = Optional.ofNullable(site.push().get(device.kind()))
                .orElseThrow(() -> new ChannelRejectedException("off", "the site wakes no such devices any more"));
        Inbox inbox = inboxes.find(errand.tenant(), way)
                .orElseThrow(() -> ChannelUnavailableException.later("the inbox " + way + " is not configured now"));
        Instant begun = clock.instant();
        try {
            pushers.get(inbox.channel())
                    .push(
                            errand.tenant(),
                            way,
                            Call.key(errand.id().toString()),
                            Push.of(device, site, unread).json());
            woken.increment();
            goneInARow.put(errand.target(), 0);
        } catch (ChannelRejectedException e) {
            if (e.code().equals(ChannelRejectedException.GONE)) {
                gone.increment();
                gone(errand, device, way, begun, alongside);
            } else {
                failed.increment();
            }
            throw e;
        } catch (RuntimeException e) {
            failed.increment();
            throw e;
        }
    }

    /// Who says so of one device after the other, and wakes none, has more likely been given a wrong address or key.
    private void gone(Errand errand, Device device, InboxId way, Instant begun, Consumer<Alongside> alongside) {
        if (goneInARow.compute(
                        errand.target(), (_, before) -> before == null ? BELIEVED : Math.min(BELIEVED, before + 1))
                < BELIEVED) {
            alongside.accept(tx -> devices.gone(tx, device, begun));
        } else {
            statuses.degraded(
                    errand.tenant(),
                    way,
                    ChannelStatuses.Voice.DELIVERY,
                    ChannelStatus.Reason.DELIVERY,
                    "It says of each device that it is there no more: its settings may be another app's");
        }
    }

    private String spared(String why) {
        spared.increment();
        return why;
    }
}
