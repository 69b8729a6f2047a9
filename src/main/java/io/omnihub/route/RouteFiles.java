package io.omnihub.route;

import io.omnihub.route.RouteParts.Thing;
import io.omnihub.watch.Seen;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which route files there are, and what has become of each: brings what is new, changed or gone into operation, with
/// the files that name something of it. A file that can't be used changes nothing.
public final class RouteFiles {

    private static final Logger LOG = LoggerFactory.getLogger(RouteFiles.class);

    private final CamelRoutes camel;
    private final RouteCheck check;
    private final RouteTrial trial;
    private final Clock clock;

    /// Versions that ran before: their samples need not be tried again.
    private final Set<String> proved = new HashSet<>();

    private final Map<String, FileState> states = new TreeMap<>();

    /// Those who look need not wait for what is being done.
    private volatile Map<String, FileState> shown = Map.of();

    RouteFiles(CamelRoutes camel, RouteCheck check, RouteTrial trial, Clock clock) {
        this.camel = camel;
        this.check = check;
        this.trial = trial;
        this.clock = clock;
    }

    /// How each file does, in the order of their names.
    public List<RouteStatus> statuses() {
        List<RouteStatus> statuses = new ArrayList<>();
        shown.forEach((name, state) -> statuses.add(RouteStatus.of(name, state)));
        return statuses;
    }

    Optional<RouteStatus> status(String name) {
        return Optional.ofNullable(shown.get(name)).map(state -> RouteStatus.of(name, state));
    }

    /// The version of each file that runs.
    Map<String, RouteFile> running() {
        Map<String, RouteFile> running = new TreeMap<>();
        shown.forEach((name, state) -> {
            if (state.active() != null) {
                running.put(name, state.active().file());
            }
        });
        return running;
    }

    /// What would be wrong with a file of that name, with the others as they run. It is not used for anything.
    public List<Finding> check(String name, byte[] bytes) {
        if (!name.endsWith(RouteFile.SUFFIX) || name.indexOf('/') >= 0) {
            return List.of(new Finding(name, 0, "its name does not end with " + RouteFile.SUFFIX));
        }
        try {
            RouteFile file = RouteFile.read(name, Seen.Whole.of(bytes, ""));
            Map<String, RouteFile> whole = running();
            whole.put(name, file);
            return checked(List.of(file), whole.values());
        } catch (RefusedException e) {
            return e.findings();
        }
    }

    /// What would be wrong with all these files.
    Map<String, List<Finding>> rehearse(Map<String, Seen> seen, boolean samples) {
        Map<String, List<Finding>> findings = new TreeMap<>();
        Map<String, RouteFile> whole = new TreeMap<>();
        seen.forEach((name, file) -> {
            findings.put(name, new ArrayList<>());
            switch (file) {
                case Seen.Refused refused -> findings.get(name).add(new Finding(name, 0, refused.reason()));
                case Seen.Whole bytes -> {
                    try {
                        whole.put(name, RouteFile.read(name, bytes));
                    } catch (RefusedException e) {
                        findings.get(name).addAll(e.findings());
                    }
                }
            }
        });
        for (RouteFile file : whole.values()) {
            List<Finding> found = Objects.requireNonNull(findings.get(file.name()));
            found.addAll(checked(List.of(file), whole.values()));
            if (found.isEmpty() && samples) {
                found.addAll(trial.run(file, whole.values()));
            }
        }
        return findings;
    }

    /// What is wrong with how a file's routes take their samples, as it lies in the folder or as it runs.
    public List<Finding> attempt(String name) {
        FileState state = shown.get(name);
        if (state == null) {
            throw new NoSuchElementException(name);
        }
        Active active = state.active();
        if (state.isRefused() || active == null) {
            return state.findings();
        }
        return trial.run(active.file(), running().values());
    }

    /// These ran before.
    synchronized void trust(Collection<String> hashes) {
        proved.addAll(hashes);
    }

    /// Takes notice of what lies in the folder now.
    synchronized void update(Map<String, Seen> seen) {
        Map<String, RouteFile> candidates = new TreeMap<>();
        Set<String> gone = new TreeSet<>();
        for (String name : names(seen)) {
            FileState state = states.get(name);
            switch (seen.get(name)) {
                case null -> gone.add(name);
                case Seen.Refused refused -> refuse(name, null, List.of(new Finding(name, 0, refused.reason())));
                case Seen.Whole whole -> {
                    if (state == null || !whole.hash().equals(state.hash())) {
                        read(name, whole, candidates);
                    }
                }
            }
        }
        if (!gone.isEmpty()) {
            refused(seen).forEach(candidates::putIfAbsent);
        }
        boolean changed = activateAll(candidates, gone);
        for (String name : gone) {
            changed |= remove(name);
        }
        if (changed) {
            again(seen);
        }
        shown = Collections.unmodifiableMap(new TreeMap<>(states));
    }

    private Set<String> names(Map<String, Seen> seen) {
        Set<String> names = new TreeSet<>(states.keySet());
        names.addAll(seen.keySet());
        return names;
    }

    private void read(String name, Seen.Whole whole, Map<String, RouteFile> candidates) {
        try {
            candidates.put(name, RouteFile.read(name, whole));
        } catch (RefusedException e) {
            refuse(name, whole.hash(), e.findings());
        }
    }

    /// Those that were refused for want of something may have it now.
    private void again(Map<String, Seen> seen) {
        activateAll(refused(seen), new TreeSet<>());
    }

    private Map<String, RouteFile> refused(Map<String, Seen> seen) {
        Map<String, RouteFile> candidates = new TreeMap<>();
        states.forEach((name, state) -> {
            if (state.isRefused() && seen.get(name) instanceof Seen.Whole whole) {
                try {
                    candidates.put(name, RouteFile.read(name, whole));
                } catch (RefusedException e) {
                    LOG.trace("{} is as it was", name, e);
                }
            }
        });
        return candidates;
    }

    /// Each by itself, those first that others need; what can't go by itself may go together.
    ///
    /// @param gone files that are to end; one whose place another takes is taken out
    /// @return whether anything changed
    private boolean activateAll(Map<String, RouteFile> candidates, Set<String> gone) {
        Map<String, List<Finding>> refused = new LinkedHashMap<>();
        boolean changed = false;
        for (RouteFile file : inOrder(candidates.values())) {
            try {
                activate(List.of(file), List.of());
                changed = true;
            } catch (RefusedException e) {
                if (e.isLost() || succeeds(file, gone)) {
                    changed = true;
                }
                if (!isRunning(file)) {
                    refused.put(file.name(), e.findings());
                }
            }
        }
        if (refused.size() > 1) {
            try {
                activate(
                        refused.keySet().stream()
                                .map(name -> Objects.requireNonNull(candidates.get(name)))
                                .toList(),
                        List.of());
                return true;
            } catch (RefusedException e) {
                LOG.trace("Neither together", e);
            }
        }
        refused.forEach((name, findings) ->
                refuse(name, Objects.requireNonNull(candidates.get(name)).hash(), findings));
        return changed;
    }

    /// What nobody thought of in one file does not keep the others from being loaded.
    private List<Finding> checked(List<RouteFile> files, Collection<RouteFile> whole) {
        try {
            return check.check(files, whole);
        } catch (RuntimeException | StackOverflowError e) {
            LOG.warn("{} can't be checked", files.getFirst().name(), e);
            return List.of(new Finding(files.getFirst().name(), 0, "it can't be checked: " + e));
        }
    }

    /// A file that was renamed has what stands in the way: the two change at once, so that no call finds neither.
    private boolean succeeds(RouteFile file, Set<String> gone) {
        for (String name : List.copyOf(gone)) {
            Active leaving = Objects.requireNonNull(states.get(name)).active();
            if (leaving != null) {
                try {
                    activate(List.of(file), List.of(leaving));
                    gone.remove(name);
                    return true;
                } catch (RefusedException e) {
                    LOG.trace("{} does not take the place of {}", file.name(), name, e);
                }
            }
        }
        return false;
    }

    private boolean isRunning(RouteFile file) {
        FileState state = states.get(file.name());
        return state != null
                && state.active() != null
                && state.active().file().hash().equals(file.hash());
    }

    /// @param leaving files that end in the same step
    private void activate(List<RouteFile> files, List<Active> leaving) throws RefusedException {
        Map<String, RouteFile> all = new LinkedHashMap<>();
        files.forEach(file -> all.put(file.name(), file));
        List<RouteFile> left = leaving.stream().map(Active::file).toList();
        for (RouteFile file :
                dependents(Stream.concat(files.stream(), left.stream()).toList())) {
            all.putIfAbsent(file.name(), file);
        }
        List<RouteFile> now = List.copyOf(all.values());
        Map<String, RouteFile> whole = new TreeMap<>();
        active().forEach(file -> whole.put(file.name(), file));
        left.forEach(file -> whole.remove(file.name()));
        whole.putAll(all);
        List<Finding> findings = new ArrayList<>(checked(now, whole.values()));
        if (findings.isEmpty()) {
            for (RouteFile file : now) {
                if (!proved.contains(file.hash()) || !files.contains(file)) {
                    findings.addAll(trial.run(file, whole.values()));
                }
            }
        }
        if (!findings.isEmpty()) {
            throw new RefusedException(findings);
        }
        List<Active> old = Stream.concat(
                        leaving.stream(),
                        now.stream()
                                .map(file -> states.get(file.name()))
                                .filter(Objects::nonNull)
                                .map(FileState::active)
                                .filter(Objects::nonNull))
                .toList();
        List<Active> active = replace(old, now);
        left.forEach(file -> {
            states.remove(file.name());
            LOG.info(
                    "{} is gone; {} takes its place",
                    file.name(),
                    files.getFirst().name());
        });
        running(files, active);
    }

    /// What has ended in spite of all is not shown as running.
    private List<Active> replace(List<Active> old, List<RouteFile> files) throws RefusedException {
        try {
            return camel.replace(old, files);
        } catch (RefusedException e) {
            if (e.isLost()) {
                for (Active lost : old) {
                    String name = lost.file().name();
                    FileState before = Objects.requireNonNull(states.get(name));
                    states.put(name, new FileState(null, before.hash(), e.findings(), clock.instant()));
                }
            }
            throw e;
        }
    }

    private void running(List<RouteFile> files, List<Active> all) {
        for (Active active : all) {
            RouteFile file = active.file();
            FileState before = states.get(file.name());
            boolean changed = files.stream().anyMatch(file::equals);
            states.put(
                    file.name(),
                    before == null || changed
                            ? new FileState(active, file.hash(), List.of(), clock.instant())
                            : new FileState(active, before.hash(), before.findings(), before.since()));
            LOG.info(
                    "{} runs{} ({})",
                    file.name(),
                    before == null ? "" : changed ? " as it was changed" : " on what it needs anew",
                    file.hash().substring(0, 12));
        }
    }

    /// @return whether it is gone
    private boolean remove(String name) {
        FileState state = Objects.requireNonNull(states.get(name));
        Active active = state.active();
        if (active != null) {
            List<RouteFile> others = dependents(List.of(active.file()));
            if (!others.isEmpty()) {
                refuse(
                        name,
                        null,
                        List.of(new Finding(
                                name,
                                0,
                                "it is gone, and goes on as it was, since "
                                        + others.getFirst().name() + " needs it")));
                return false;
            }
            try {
                camel.replace(List.of(active), List.of());
            } catch (RefusedException e) {
                refuse(name, null, e.findings());
                return false;
            }
        }
        states.remove(name);
        LOG.info("{} is gone; {}", name, active == null ? "nothing of it ran" : "its routes have ended");
        return true;
    }

    private void refuse(String name, @Nullable String hash, List<Finding> findings) {
        FileState state = states.get(name);
        if (state != null && findings.equals(state.findings()) && Objects.equals(hash, state.hash())) {
            return;
        }
        Active active = state == null ? null : state.active();
        states.put(name, new FileState(active, hash, findings, clock.instant()));
        for (Finding finding : findings) {
            LOG.warn("Refused: {}{}", finding, active == null ? "" : ". What ran of " + name + " before goes on");
        }
    }

    private List<RouteFile> active() {
        return states.values().stream()
                .map(FileState::active)
                .filter(Objects::nonNull)
                .map(Active::file)
                .toList();
    }

    /// The running files that name something of these, and those that name something of them.
    private List<RouteFile> dependents(List<RouteFile> files) {
        Set<String> names = new LinkedHashSet<>();
        List<RouteFile> found = new ArrayList<>();
        Set<Thing> given = new LinkedHashSet<>();
        for (RouteFile file : files) {
            names.add(file.name());
            given.addAll(file.parts().gives());
            FileState state = states.get(file.name());
            if (state != null && state.active() != null) {
                given.addAll(state.active().file().parts().gives());
            }
        }
        boolean more = true;
        while (more) {
            more = false;
            for (RouteFile file : active()) {
                if (!Collections.disjoint(file.parts().needs(), given) && names.add(file.name())) {
                    found.add(file);
                    given.addAll(file.parts().gives());
                    more = true;
                }
            }
        }
        return found;
    }

    /// What is needed comes before what needs it, as far as that can be.
    private static List<RouteFile> inOrder(Collection<RouteFile> files) {
        Map<Thing, RouteFile> givers = new HashMap<>();
        files.forEach(file -> file.parts().gives().forEach(thing -> givers.put(thing, file)));
        Map<String, RouteFile> ordered = new LinkedHashMap<>();
        Set<String> begun = new TreeSet<>();
        files.forEach(file -> visit(file, givers, begun, ordered));
        return List.copyOf(ordered.values());
    }

    private static void visit(
            RouteFile file, Map<Thing, RouteFile> givers, Set<String> begun, Map<String, RouteFile> ordered) {
        if (begun.add(file.name())) {
            for (Thing thing : file.parts().needs()) {
                RouteFile giver = givers.get(thing);
                if (giver != null) {
                    visit(giver, givers, begun, ordered);
                }
            }
            ordered.put(file.name(), file);
        }
    }
}
