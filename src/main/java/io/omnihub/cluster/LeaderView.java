package io.omnihub.cluster;

import io.omnihub.loop.Loop;
import io.omnihub.loop.Loops;
import io.omnihub.store.DatabaseUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.camel.cluster.CamelClusterMember;
import org.apache.camel.cluster.CamelClusterService;
import org.apache.camel.support.cluster.AbstractCamelClusterView;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether this node leads in one matter. Each second it asks for the lead, or holds on to it; where it can't for
/// [#LENGTH], counted from before it asked last, it leads no more.
final class LeaderView extends AbstractCamelClusterView {

    static final Duration LENGTH = Duration.ofSeconds(6);

    private static final Duration EVERY = Duration.ofSeconds(1);

    /// So old may be what the database said when something is acted on.
    private static final Duration FRESH = Duration.ofMillis(250);

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final Logger LOG = LoggerFactory.getLogger(LeaderView.class);

    private final Leaderships leaderships;
    private final String owner;
    private final Loop loop;
    private volatile @Nullable Term term;

    LeaderView(CamelClusterService service, String name, Leaderships leaderships, String owner, Loops loops) {
        super(service, name);
        this.leaderships = leaderships;
        this.owner = owner;
        this.loop = loops.loop("leader-" + name, this::step).every(Duration.ZERO, EVERY);
    }

    @Override
    protected void doStart() {
        loop.start();
    }

    @Override
    protected void doStop() {
        loop.stop(PATIENCE);
        Term last = term;
        term = null;
        if (last != null && !leaderships.isAlone()) {
            try {
                leaderships.release(getNamespace(), owner, last.number());
            } catch (DatabaseUnavailableException e) {
                LOG.debug("The lead of {} ends by itself", getNamespace(), e);
            }
        }
    }

    @Override
    public Optional<CamelClusterMember> getLeader() {
        return isLeader() ? Optional.of(getLocalMember()) : Optional.empty();
    }

    @Override
    public CamelClusterMember getLocalMember() {
        return new Member(owner, this::isLeader);
    }

    /// Nobody asks for the others.
    @Override
    public List<CamelClusterMember> getMembers() {
        return List.of(getLocalMember());
    }

    private boolean isLeader() {
        Term current = term;
        return current != null && current.isOn();
    }

    /// The term in which this node leads now; 0 where it does not.
    long term() {
        Term current = term;
        return current != null && current.isOn() ? current.number() : 0;
    }

    /// Whether a term goes on, as the database said a moment ago at most. A node that was frozen learns here that its
    /// time is over, whatever its own clock says.
    boolean lasts(long number) {
        Term current = term;
        if (number == 0 || current == null || current.number() != number || !current.isOn()) {
            return false;
        }
        if (current.isFresh()) {
            return true;
        }
        long asked = System.nanoTime();
        try {
            if (leaderships.lasts(getNamespace(), owner, number)) {
                current.confirmed = asked;
                return true;
            }
        } catch (DatabaseUnavailableException e) {
            LOG.debug("Nobody knows who leads {}", getNamespace(), e);
        }
        return false;
    }

    private void step() {
        long asked = System.nanoTime();
        Optional<Long> number;
        try {
            number = leaderships.isAlone() ? Optional.of(1L) : leaderships.take(getNamespace(), owner, LENGTH);
        } catch (DatabaseUnavailableException e) {
            if (!isLeader()) {
                lead(null);
            }
            throw e;
        }
        lead(number.map(given -> new Term(given, asked, leaderships.isAlone())).orElse(null));
    }

    /// Listeners hear it each time, so that one that could not begin tries again.
    private void lead(@Nullable Term next) {
        Term last = term;
        boolean same = last != null && next != null && last.number() == next.number();
        if (last != null && !same) {
            term = null;
            LOG.info("This node does not lead {} any more", getNamespace());
            fireLeadershipChangedEvent((CamelClusterMember) null);
        }
        term = next;
        if (next != null) {
            if (!same) {
                LOG.info("This node leads {}", getNamespace());
            }
            fireLeadershipChangedEvent(getLocalMember());
        }
    }

    /// What was taken, from when on. Where there is no other node it never ends.
    private static final class Term {

        private final long number;
        private final long begun;
        private final boolean alone;
        private volatile long confirmed;

        private Term(long number, long begun, boolean alone) {
            this.number = number;
            this.begun = begun;
            this.alone = alone;
            this.confirmed = begun;
        }

        private long number() {
            return number;
        }

        private boolean isOn() {
            return alone || System.nanoTime() - begun < LENGTH.toNanos();
        }

        private boolean isFresh() {
            return alone || System.nanoTime() - confirmed < FRESH.toNanos();
        }
    }
}
