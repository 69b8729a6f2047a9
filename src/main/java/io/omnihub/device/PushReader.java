package io.omnihub.device;

import io.omnihub.errand.ErrandId;
import io.omnihub.errand.Errands;
import io.omnihub.errand.NewErrand;
import io.omnihub.log.LogWorker;
import io.omnihub.message.Direction;
import io.omnihub.message.Entry;
import io.omnihub.message.InboxId;
import io.omnihub.message.Message;
import io.omnihub.message.Visibility;
import io.omnihub.store.Transaction;
import io.omnihub.visitor.Sites;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Reads the log for what is said to visitors who have devices. Of several messages only the first makes an errand, as
/// long as that one waits: whoever does it looks at all that was said by then.
final class PushReader implements LogWorker.Effect {

    private static final int MOST = 100;

    private final Sites sites;
    private final Devices devices;
    private final Errands errands;
    private final Duration grace;

    /// Whom to wake up once it is committed.
    private final Set<String> rung = ConcurrentHashMap.newKeySet();

    PushReader(Sites sites, Devices devices, Errands errands, Duration grace) {
        this.sites = sites;
        this.devices = devices;
        this.errands = errands;
        this.grace = grace;
    }

    @Override
    public boolean concerns(Entry entry) {
        return isSaid(entry)
                && sites.find(entry.inbox().value())
                        .filter(site ->
                                !site.push().isEmpty() && site.inbox().tenant().equals(entry.tenant()))
                        .isPresent();
    }

    /// Whether an entry is something that was said to the contact.
    static boolean isSaid(Entry entry) {
        return entry.direction() == Direction.OUTBOUND
                && entry.visibility() == Visibility.EVERYONE
                && entry.change() instanceof Message;
    }

    @Override
    public int most() {
        return MOST;
    }

    @Override
    public void apply(Transaction tx, List<Entry> entries) throws SQLException {
        Map<String, NewErrand> pushes = new LinkedHashMap<>();
        for (Entry entry : entries) {
            Map<String, InboxId> ways =
                    sites.find(entry.inbox().value()).orElseThrow().push();
            for (Device device : devices.of(tx, entry.tenant(), entry.conversation())) {
                InboxId way = ways.get(device.kind());
                String lane = device.lane();
                if (way != null && !pushes.containsKey(lane) && !errands.isWaiting(tx, lane)) {
                    pushes.put(
                            lane,
                            new NewErrand(
                                    new ErrandId(lane, entry.sequence(), 0),
                                    entry.tenant(),
                                    entry.tenant() + "/" + way,
                                    entry.inbox(),
                                    "",
                                    grace));
                }
            }
        }
        errands.add(tx, pushes.values());
        pushes.values().forEach(push -> rung.add(push.target()));
    }

    @Override
    public void applied(List<Entry> entries) {
        for (String target : Set.copyOf(rung)) {
            rung.remove(target);
            errands.ring(target);
        }
    }
}
