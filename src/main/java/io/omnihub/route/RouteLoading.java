package io.omnihub.route;

import io.omnihub.identity.AuditAction;
import io.omnihub.identity.AuditLog;
import io.omnihub.identity.AuditNote;
import io.omnihub.message.TenantId;
import io.omnihub.route.RouteHistory.Last;
import io.omnihub.route.RouteVersion.What;
import io.omnihub.store.DatabaseUnavailableException;
import io.omnihub.watch.Seen;
import io.omnihub.watch.WatchedFolder;
import io.omnihub.yaml.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at the folder of routes again and again, and at what somebody went back to; and keeps each version that came
/// into operation.
public final class RouteLoading {

    private static final Logger LOG = LoggerFactory.getLogger(RouteLoading.class);

    private static final String LOST =
            "the folder of routes is missing or empty, which is taken for an accident: what ran goes on";

    private final WatchedFolder folder;
    private final RouteFiles files;
    private final RouteHistory history;
    private final AuditLog audit;
    private final Duration others;

    /// Of each file what the folder held when its version was kept last; empty where it was gone.
    private final Map<String, String> kept = new HashMap<>();

    private final OtherNodes nodes;
    private Map<String, Last> last = Map.of();

    /// What the folder held when it held anything last.
    private Map<String, Seen> seen = Map.of();

    /// Which files ran when this hub began, here or elsewhere.
    private Set<String> before = Set.of();

    /// Whether the folder lost all that it held.
    private boolean lost;

    private long asked;
    private int samples;
    private boolean begun;

    /// @param others after which other nodes' roll-backs are seen
    RouteLoading(WatchedFolder folder, RouteFiles files, RouteHistory history, AuditLog audit, Duration others) {
        this.folder = folder;
        this.files = files;
        this.history = history;
        this.audit = audit;
        this.others = others;
        this.nodes = new OtherNodes(history);
    }

    /// At the start of the hub, when Camel runs.
    synchronized void first() {
        try {
            load(folder.lookUntilSettled());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            begun = true;
        }
    }

    /// Whatever was changed since.
    synchronized void step() {
        if (begun) {
            load(folder.look());
        }
    }

    /// Takes notice at once of all that lies in the folder, for who does not want to wait.
    synchronized void activate(String who) {
        audit.append(TenantId.DEFAULT, new AuditNote(who, AuditAction.ROUTES_ACTIVATED, ""));
        try {
            load(folder.lookUntilSettled());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// What would be wrong with the files that lie in the folder, and with the samples where they are to be tried too.
    synchronized Map<String, List<Problem>> rehearse(boolean samples) throws InterruptedException {
        return files.rehearse(folder.lookUntilSettled(), samples);
    }

    /// All versions of a file that were in operation, the newest first.
    public List<RouteVersion> versions(String file) {
        return history.versions(file);
    }

    /// Brings a former version back into operation, which outlasts a start; until another one is put into the folder.
    ///
    /// @return what is wrong with it; nothing where it runs
    /// @throws java.util.NoSuchElementException where there is no such version
    synchronized List<Problem> rollBack(String file, long number, String who) {
        byte[] body = history.body(file, number).orElseThrow();
        // Before it, since the effect is not in this transaction: none goes untold.
        audit.append(TenantId.DEFAULT, new AuditNote(who, AuditAction.ROUTE_ROLLED_BACK, file + "/" + number));
        String over = there(file);
        String hash = Seen.Whole.of(body, "").hash();
        Map<String, Last> before = last;
        last = new HashMap<>(before);
        last.put(file, new Last(hash, What.ROLLED_BACK, over, who, 0, history.node(), body));
        files.update(effective());
        Optional<RouteStatus> status = files.status(file);
        if (status.filter(now -> hash.equals(now.hash())).isEmpty()) {
            List<Problem> findings = status.map(RouteStatus::findings).orElseGet(List::of);
            undo(before);
            return findings;
        }
        try {
            history.keep(new RouteHistory.New(file, hash, body, What.ROLLED_BACK, over, who));
        } catch (RuntimeException e) {
            undo(before);
            throw e;
        }
        kept.put(file, over);
        LOG.info("{} went back to its version {} by the wish of {}", file, number, who);
        return List.of();
    }

    /// Ends what runs of a file that does not lie in this node's folder, on all nodes: it came by a node that may be no
    /// more.
    ///
    /// @throws NoSuchElementException where there is no such file
    /// @throws IllegalStateException where it lies in the folder
    synchronized void remove(String file, String who) {
        if (seen.containsKey(file)) {
            throw new IllegalStateException(file + " lies in the folder: take it out of there");
        }
        Last newest = history.last().get(file);
        if (newest == null || newest.hash().isEmpty()) {
            throw new NoSuchElementException(file);
        }
        // Before it, since the effect is not in this transaction: none goes untold.
        audit.append(TenantId.DEFAULT, new AuditNote(who, AuditAction.ROUTE_REMOVED, file));
        history.keep(new RouteHistory.New(file, "", null, What.GONE, null, who));
        kept.put(file, "");
        last = history.last();
        nodes.ask(last, this::there);
        files.update(effective());
        LOG.info("{} was removed by the wish of {}", file, who);
    }

    private void undo(Map<String, Last> before) {
        last = before;
        files.update(effective());
    }

    private void load(Map<String, Seen> now) {
        boolean gone = now.isEmpty() && !seen.isEmpty();
        if (gone && !lost) {
            LOG.error("{}: {}", LOST, seen.keySet());
        } else if (lost && !gone) {
            LOG.info("The folder of routes is there again");
        }
        lost = gone;
        if (!lost) {
            seen = now;
            nodes.see(now.keySet());
        }
        ask();
        int tried = samples;
        samples = files.samples();
        Map<String, Seen> effective = effective();
        files.update(effective);
        if (begun && samples != tried) {
            files.retry(effective);
        }
        // Who does not know what came before it does not know that its own is the newest.
        if (asked != 0) {
            keep();
        }
    }

    private void ask() {
        if (asked != 0 && System.nanoTime() - asked < others.toNanos()) {
            return;
        }
        try {
            last = history.last();
            if (asked == 0) {
                last.forEach((file, version) -> kept.put(file, version.folder()));
                files.trust(last.values().stream().map(Last::hash).toList());
                before = last.entrySet().stream()
                        .filter(version -> !version.getValue().hash().isEmpty())
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toUnmodifiableSet());
                if (!before.isEmpty() && !isFolderOfBefore()) {
                    LOG.error(
                            "The folder of routes has none of the files that ran before: none is taken for gone: {}",
                            before);
                }
            }
            nodes.ask(last, this::there);
            asked = System.nanoTime();
        } catch (DatabaseUnavailableException e) {
            LOG.debug("What others went back to is asked for later", e);
        }
    }

    private Map<String, Seen> effective() {
        Map<String, Seen> effective = new TreeMap<>(seen);
        if (lost) {
            effective.replaceAll((_, _) -> new Seen.Refused(LOST));
        }
        last.forEach((file, version) -> {
            if (version.holds(there(file)) && version.body() != null) {
                effective.put(file, new Seen.Whole(version.body(), version.hash(), version.who()));
            } else if (nodes.isFollowed(file, there(file))) {
                effective.remove(file);
                nodes.version(file).ifPresent(whole -> effective.put(file, whole));
            }
        });
        return effective;
    }

    /// A folder with nothing that ran before may be the wrong one, or not there yet.
    private boolean isFolderOfBefore() {
        return seen.keySet().stream().anyMatch(before::contains);
    }

    private String there(String file) {
        return seen.get(file) instanceof Seen.Whole whole ? whole.hash() : "";
    }

    /// What somebody went back to, here or at another node, did not come by the folder.
    private boolean isHeld(String file) {
        Last version = last.get(file);
        return (version != null && version.holds(there(file))) || nodes.isFollowed(file, there(file));
    }

    /// Where the database is away it is done later: routes don't wait for it. What came or went together other nodes
    /// see together.
    private void keep() {
        RouteSet running = files.running();
        List<RouteHistory.New> now = new ArrayList<>();
        for (RouteFile file : running.files()) {
            if (isHeld(file.name())) {
                kept.put(file.name(), there(file.name()));
            } else if (!file.hash().equals(kept.get(file.name()))) {
                now.add(new RouteHistory.New(file.name(), file.hash(), file.bytes(), What.CAME, null, file.owner()));
            }
        }
        kept.forEach((file, hash) -> {
            if (!hash.isEmpty()
                    && running.file(file).isEmpty()
                    && !seen.containsKey(file)
                    && nodes.mayBeGone(file, last.get(file), isFolderOfBefore())) {
                now.add(new RouteHistory.New(file, "", null, What.GONE, null, ""));
            }
        });
        try {
            history.keep(now);
            now.forEach(version -> kept.put(version.file(), version.hash()));
        } catch (DatabaseUnavailableException e) {
            LOG.debug("Versions are kept later", e);
        }
    }
}
