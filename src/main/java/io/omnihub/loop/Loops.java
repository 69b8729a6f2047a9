package io.omnihub.loop;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All loops of this process, for those who look after it.
public final class Loops {

    private static final String FAILING = "omnihub.loop.failing";

    private static final Logger LOG = LoggerFactory.getLogger(Loops.class);

    private final MeterRegistry meters;
    private final MBeanServer operators;
    private final Set<Loop> running = ConcurrentHashMap.newKeySet();
    private final Set<Loop> shown = ConcurrentHashMap.newKeySet();

    /// @param operators where they look at loops
    public Loops(MeterRegistry meters, MBeanServer operators) {
        this.meters = meters;
        this.operators = operators;
    }

    /// Loops that nobody looks at.
    public static Loops unobserved() {
        return new Loops(new SimpleMeterRegistry(), MBeanServerFactory.newMBeanServer());
    }

    /// A loop that is not started yet.
    ///
    /// @param name of its thread too
    public Loop loop(String name, Step step) {
        return new Loop(this, name, step);
    }

    /// Does something with each side by side, and waits until all of it has ended.
    public static <T> void together(Collection<T> all, Consumer<T> work) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            all.forEach(each -> threads.execute(() -> work.accept(each)));
        }
    }

    /// Does something once, on a virtual thread of its own: it is interrupted where it takes longer, and not waited
    /// for.
    ///
    /// @param name of its thread
    public static void once(String name, Duration longest, Runnable work) {
        Thread thread = Thread.ofVirtual().name(name).start(work);
        try {
            if (!thread.join(longest)) {
                thread.interrupt();
            }
        } catch (InterruptedException _) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    /// The loops that have failed for longer than that by a fault of the hub, with their last failures.
    public Map<String, String> lastingFaults(Duration patience) {
        Map<String, String> faults = new TreeMap<>();
        for (Loop loop : running) {
            String fault = loop.lastingFault(patience);
            if (fault != null) {
                faults.put(loop.name(), fault);
            }
        }
        return faults;
    }

    void add(Loop loop) {
        running.add(loop);
        Gauge.builder(FAILING, loop, known -> known.isFailing() ? 1 : 0)
                .tag("loop", loop.name())
                .description("Whether a loop failed lately")
                .register(meters);
        try {
            operators.registerMBean(new Managed(loop), bean(loop));
            shown.add(loop);
        } catch (InstanceAlreadyExistsException e) {
            LOG.debug("Another hub in this process has a loop {}", loop.name(), e);
        } catch (JMException e) {
            throw new IllegalStateException("the loop " + loop.name() + " can't be shown to operators", e);
        }
    }

    void remove(Loop loop) {
        running.remove(loop);
        Gauge gauge = meters.find(FAILING).tags(Tags.of("loop", loop.name())).gauge();
        if (gauge != null) {
            meters.remove(gauge);
        }
        if (shown.remove(loop)) {
            try {
                operators.unregisterMBean(bean(loop));
            } catch (JMException e) {
                throw new IllegalStateException("the loop " + loop.name() + " can't be hidden from operators", e);
            }
        }
    }

    private static ObjectName bean(Loop loop) throws MalformedObjectNameException {
        return new ObjectName("io.omnihub:type=Loop,name=" + ObjectName.quote(loop.name()));
    }

    void failed(Loop loop) {
        meters.counter("omnihub.loop.failures", "loop", loop.name()).increment();
    }
}
