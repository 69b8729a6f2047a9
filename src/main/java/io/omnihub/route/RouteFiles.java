package io.omnihub.route;

import io.omnihub.channel.declared.DeclaredChannels;
import io.omnihub.route.RouteParts.Thing;
import io.omnihub.watch.Seen;
import io.omnihub.yaml.Problem;
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
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
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
    private final Semaphore trials = new Semaphore(1);
    private final DeclaredChannels channels;
    private final Clock clock;

    /// Versions that ran before: their samples need not be tried again.
    private final Set<String> proved = new HashSet<>();

    private final Map<String, FileState> states = new TreeMap<>();

    /// The version of each file that runs.
    private volatile RouteSet active = RouteSet.EMPTY;

    /// Those who look need not wait for what is being done.
    private volatile Map<String, FileState> shown = Map.of();

    RouteFiles(CamelRoutes camel, RouteCheck check, RouteTrial trial, DeclaredChannels channels, Clock clock) {
        this.camel = camel;
        this.check = check;
        this.trial = trial;
        this.channels = channels;
        this.clock = clock;
    }

    /// How each file does, in the order of their names; behind them the files of channels that are refused.
    public List<RouteStatus> statuses() {
        List<RouteStatus> statuses = new ArrayList<>();
        shown.forEach((name, state) -> statuses.add(RouteStatus.of(name, state)));
        channels.refused().forEach(file -> statuses.add(RouteStatus.of(file)));
        return statuses;
    }

    Optional<RouteStatus> status(String name) {
        return Optional.ofNullable(shown.get(name)).map(state -> RouteStatus.of(name, state));
    }

    /// The version of each file that runs.
    RouteSet running() {
        return active;
    }

    /// What would be wrong with a file of that name, with the others as they run. It is not used for anything.
    public List<Problem> check(String name, byte[] bytes) {
        if (bytes.length > RouteFile.largest(name)) {
            return List.of(new Problem(name, 0, "it is larger than " + RouteFile.largest(name) + " bytes"));
        }
        try {
            RouteFile file = RouteFile.read(name, Seen.Whole.of(bytes, ""));
            RouteSet whole = active.with(Set.of(), List.of(file));
            List<RouteFile> files = new ArrayList<>(List.of(file));
            files.addAll(dependents(files, whole));
            return checked(files, whole);
        } catch (RefusedException e) {
            return e.findings();
        }
    }

    /// What would be wrong with all these files.
    Map<String, List<Problem>> rehearse(Map<String, Seen> seen, boolean samples) {
        Map<String, List<Problem>> findings = new TreeMap<>();
        List<RouteFile> readable = new ArrayList<>();
        seen.forEach((name, file) -> {
            findings.put(name, new ArrayList<>());
            switch (file) {
                case Seen.Refused refused -> findings.get(name).add(new Problem(name, 0, refused.reason()));
                case Seen.Whole bytes -> {
                    try {
                        readable.add(RouteFile.read(name, bytes));
                    } catch (RefusedException e) {
                        findings.get(name).addAll(e.findings());
                    }
                }
            }
        });
        RouteSet whole = RouteSet.EMPTY.with(Set.of(), readable);
        for (RouteFile file : readable) {
            List<Problem> found = Objects.requireNonNull(findings.get(file.name()));
            found.addAll(checked(List.of(file), whole));
            if (found.isEmpty() && samples) {
                found.addAll(trial.run(file, whole));
            }
        }
        return findings;
    }

    /// What is wrong, for who asks for it: one at a time, so that trials don't add up.
    ///
    /// @return empty where another one runs
    Optional<List<Problem>> attemptAlone(String name) {
        if (!trials.tryAcquire()) {
            return Optional.empty();
        }
        try {
            return Optional.of(attempt(name));
        } finally {
            trials.release();
        }
    }

    /// What is wrong with how a file's routes take their samples, as it lies in the folder or as it runs.
    private List<Problem> attempt(String name) {
        FileState state = shown.get(name);
        if (state == null) {
            throw new NoSuchElementException(name);
        }
        Active running = state.active();
        if (state.isRefused() || running == null) {
            return state.findings();
        }
        RouteSet whole = active;
        List<RouteFile> files = new ArrayList<>(List.of(running.file()));
        files.addAll(dependents(files, whole));
        return files.stream().flatMap(file -> trial.run(file, whole).stream()).toList();
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
                case Seen.Refused refused -> refuse(name, null, List.of(new Problem(name, 0, refused.reason())));
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
        // Mostly nothing is new.
        if (!candidates.isEmpty() || !gone.isEmpty()) {
            boolean changed = activateAll(candidates, gone);
            for (String name : needyFirst(gone)) {
                changed |= remove(name);
            }
            if (changed) {
                again(seen);
            }
        }
        shown = Collections.unmodifiableMap(new TreeMap<>(states));
    }

    /// Looks anew at what was refused, for its samples may be others now.
    synchronized void retry(Map<String, Seen> seen) {
        again(seen);
        shown = Collections.unmodifiableMap(new TreeMap<>(states));
    }

    /// What tells whether a sample has come, changed or gone.
    int samples() {
        return trial.stamp();
    }

    private List<String> needyFirst(Set<String> gone) {
        List<String> names = new ArrayList<>(gone);
        List<RouteFile> files =
                gone.stream().flatMap(name -> active.file(name).stream()).toList();
        for (RouteFile file : inOrder(files, active)) {
            names.remove(file.name());
            names.addFirst(file.name());
        }
        return names;
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

    /// What belongs together comes into operation together, and the rest does not keep it from that. What is wrong goes
    /// each by itself, those first that others need; what can't go by itself may go together.
    ///
    /// @param gone files that are to end; one whose place another takes is taken out
    /// @return whether anything changed
    private boolean activateAll(Map<String, RouteFile> candidates, Set<String> gone) {
        RouteSet whole = active.with(Set.of(), candidates.values());
        List<RouteFile> left = inOrder(candidates.values(), whole);
        Map<String, RefusedException> failed = new HashMap<>();
        boolean changed = false;
        boolean asChecked = true;
        for (List<RouteFile> group : wellTogether(left, whole)) {
            try {
                activate(group, List.of(), asChecked);
                left.removeAll(group);
                changed = true;
            } catch (RefusedException e) {
                // What it gives is not there now.
                asChecked = false;
                if (group.size() == 1) {
                    failed.put(group.getFirst().name(), e);
                }
                changed |= e.isLost();
            }
        }
        return eachByItself(left, failed, gone) || changed;
    }

    /// All that is well, checked once, in groups of files of which each reaches the other: changed files go with those
    /// that run on them.
    private List<List<RouteFile>> wellTogether(List<RouteFile> files, RouteSet all) {
        List<RouteFile> well = new ArrayList<>(files);
        RouteSet whole = all;
        while (!well.isEmpty()) {
            Set<RouteFile> now = new LinkedHashSet<>(well);
            now.addAll(dependents(well, whole));
            Set<String> wrong = checked(now, whole).stream().map(Problem::file).collect(Collectors.toSet());
            if (wrong.isEmpty()) {
                return groups(well, whole);
            }
            if (!well.removeIf(file -> wrong.contains(file.name()))) {
                return List.of();
            }
            whole = active.with(Set.of(), well);
        }
        return List.of();
    }

    private List<List<RouteFile>> groups(List<RouteFile> files, RouteSet whole) {
        List<List<RouteFile>> groups = new ArrayList<>();
        List<Set<String>> reached = new ArrayList<>();
        for (RouteFile file : files) {
            List<RouteFile> group = new ArrayList<>(List.of(file));
            Set<String> reach = new HashSet<>(Set.of(file.name()));
            dependents(group, whole).forEach(dependent -> reach.add(dependent.name()));
            for (int i = groups.size() - 1; i >= 0; i--) {
                if (!Collections.disjoint(reached.get(i), reach)) {
                    group.addAll(0, groups.remove(i));
                    reach.addAll(reached.remove(i));
                }
            }
            groups.add(group);
            reached.add(reach);
        }
        return groups;
    }

    /// @param failed what was refused by itself already
    private boolean eachByItself(List<RouteFile> files, Map<String, RefusedException> failed, Set<String> gone) {
        Map<RouteFile, List<Problem>> refused = new LinkedHashMap<>();
        boolean changed = false;
        for (RouteFile file : files) {
            try {
                if (failed.containsKey(file.name())) {
                    throw failed.get(file.name());
                }
                activate(List.of(file), List.of(), false);
                changed = true;
            } catch (RefusedException e) {
                if (e.isLost() || succeeds(file, gone)) {
                    changed = true;
                }
                if (!isRunning(file)) {
                    refused.put(file, e.findings());
                }
            }
        }
        if (refused.size() > 1) {
            try {
                activate(List.copyOf(refused.keySet()), List.of(), false);
                return true;
            } catch (RefusedException e) {
                LOG.trace("Neither together", e);
            }
        }
        refused.forEach((file, findings) -> refuse(file.name(), file.hash(), findings));
        return changed;
    }

    /// What nobody thought of in one file does not keep the others from being loaded.
    private List<Problem> checked(Collection<RouteFile> files, RouteSet whole) {
        List<Problem> findings = new ArrayList<>();
        try {
            return check.check(files, whole);
        } catch (RuntimeException | StackOverflowError e) {
            for (RouteFile file : files) {
                try {
                    findings.addAll(check.check(List.of(file), whole));
                } catch (RuntimeException | StackOverflowError _) {
                    LOG.warn("{} can't be checked", file.name(), e);
                    findings.add(new Problem(file.name(), 0, "it can't be checked: " + e));
                }
            }
            return findings;
        }
    }

    /// A file that was renamed has what stands in the way: the two change at once, so that no call finds neither.
    private boolean succeeds(RouteFile file, Set<String> gone) {
        for (String name : List.copyOf(gone)) {
            Active leaving = Objects.requireNonNull(states.get(name)).active();
            if (leaving != null) {
                try {
                    activate(List.of(file), List.of(leaving), false);
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
    /// @param checked whether they are known to be well together
    private void activate(List<RouteFile> files, List<Active> leaving, boolean checked) throws RefusedException {
        List<RouteFile> left = leaving.stream().map(Active::file).toList();
        RouteSet whole = active.with(left.stream().map(RouteFile::name).toList(), files);
        Map<String, RouteFile> all = new LinkedHashMap<>();
        files.forEach(file -> all.put(file.name(), file));
        for (RouteFile file :
                dependents(Stream.concat(files.stream(), left.stream()).toList(), whole)) {
            all.putIfAbsent(file.name(), file);
        }
        List<RouteFile> now = List.copyOf(all.values());
        List<Problem> findings = checked ? new ArrayList<>() : new ArrayList<>(checked(now, whole));
        if (findings.isEmpty()) {
            for (RouteFile file : now) {
                if (!isProved(file, whole)) {
                    findings.addAll(trial.run(file, whole));
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
        List<Active> made = replace(old, now, whole);
        left.forEach(file -> {
            states.remove(file.name());
            LOG.info(
                    "{} is gone; {} takes its place",
                    file.name(),
                    files.getFirst().name());
        });
        running(files, made);
        active = whole;
    }

    /// Whether it ran before, on what it needs as that is now.
    private boolean isProved(RouteFile file, RouteSet whole) {
        return whole.foundation(file).stream().map(RouteFile::hash).allMatch(proved::contains);
    }

    /// What has ended in spite of all is not shown as running.
    private List<Active> replace(List<Active> old, List<RouteFile> files, RouteSet whole) throws RefusedException {
        try {
            return camel.replace(old, files, whole.mappings());
        } catch (RefusedException e) {
            if (e.isLost()) {
                for (Active lost : old) {
                    String name = lost.file().name();
                    FileState before = Objects.requireNonNull(states.get(name));
                    states.put(name, new FileState(null, before.hash(), e.findings(), clock.instant()));
                }
                active =
                        active.with(old.stream().map(lost -> lost.file().name()).toList(), List.of());
            }
            throw e;
        }
    }

    private void running(List<RouteFile> files, List<Active> all) {
        for (Active one : all) {
            RouteFile file = one.file();
            FileState before = states.get(file.name());
            boolean changed = files.stream().anyMatch(file::equals);
            states.put(
                    file.name(),
                    before == null || changed
                            ? new FileState(one, file.hash(), List.of(), clock.instant())
                            : new FileState(one, before.hash(), before.findings(), before.since()));
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
        Active leaving = state.active();
        if (leaving != null) {
            List<RouteFile> others = dependents(List.of(leaving.file()), active);
            if (!others.isEmpty()) {
                refuse(
                        name,
                        null,
                        List.of(new Problem(
                                name,
                                0,
                                "it is gone, and goes on as it was, since "
                                        + others.getFirst().name() + " needs it")));
                return false;
            }
            RouteSet without = active.with(List.of(name), List.of());
            try {
                camel.replace(List.of(leaving), List.of(), without.mappings());
                active = without;
            } catch (RefusedException e) {
                refuse(name, null, e.findings());
                return false;
            }
        }
        states.remove(name);
        LOG.info("{} is gone; {}", name, leaving == null ? "nothing of it ran" : "its routes have ended");
        return true;
    }

    private void refuse(String name, @Nullable String hash, List<Problem> findings) {
        FileState state = states.get(name);
        if (state != null && findings.equals(state.findings()) && Objects.equals(hash, state.hash())) {
            return;
        }
        Active before = state == null ? null : state.active();
        states.put(name, new FileState(before, hash, findings, clock.instant()));
        for (Problem finding : findings) {
            LOG.warn("Refused: {}{}", finding, before == null ? "" : ". What ran of " + name + " before goes on");
        }
    }

    /// The running files that name something of these, and those that name something of them.
    private List<RouteFile> dependents(Collection<RouteFile> files, RouteSet whole) {
        Set<String> names = new LinkedHashSet<>();
        List<RouteFile> found = new ArrayList<>();
        Set<Thing> given = new LinkedHashSet<>();
        for (RouteFile file : files) {
            names.add(file.name());
            given.addAll(file.gives());
            active.file(file.name()).ifPresent(before -> given.addAll(before.gives()));
        }
        boolean more = true;
        while (more) {
            more = false;
            for (RouteFile file : active.files()) {
                if (!names.contains(file.name()) && !Collections.disjoint(whole.needs(file), given)) {
                    names.add(file.name());
                    found.add(file);
                    given.addAll(file.gives());
                    more = true;
                }
            }
        }
        return found;
    }

    /// What is needed comes before what needs it, as far as that can be.
    private static List<RouteFile> inOrder(Collection<RouteFile> files, RouteSet whole) {
        Map<Thing, RouteFile> givers = new HashMap<>();
        files.forEach(file -> file.gives().forEach(thing -> givers.put(thing, file)));
        Map<String, RouteFile> ordered = new LinkedHashMap<>();
        Set<String> begun = new TreeSet<>();
        files.forEach(file -> visit(file, whole, givers, begun, ordered));
        return new ArrayList<>(ordered.values());
    }

    private static void visit(
            RouteFile file,
            RouteSet whole,
            Map<Thing, RouteFile> givers,
            Set<String> begun,
            Map<String, RouteFile> ordered) {
        if (begun.add(file.name())) {
            for (Thing thing : whole.needs(file)) {
                RouteFile giver = givers.get(thing);
                if (giver != null) {
                    visit(giver, whole, givers, begun, ordered);
                }
            }
            ordered.put(file.name(), file);
        }
    }
}
