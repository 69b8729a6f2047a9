package io.omnihub.buffer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.io.IOCriticalErrorListener;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.invm.TransportConstants;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.core.settings.impl.PageFullMessagePolicy;
import org.apache.activemq.artemis.utils.critical.CriticalAnalyzerPolicy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// The broker in this process: one journal, each write synced, reachable only from within.
final class EmbeddedBroker implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);

    /// Two brokers in one process, as tests have them, must not meet.
    private static final AtomicInteger SERVERS = new AtomicInteger();

    /// How long the journal gathers writes before it syncs them, in nanoseconds.
    private static final int FLUSH_NANOS = 30_000;

    private static final SimpleString UNUSED = SimpleString.of("omnihub.unused");

    /// Of a file of a million rows the first ones wait for the database in memory, and the others in pages.
    private static final long RECORDS = 16L * 1024 * 1024;

    /// Reading a journal of a million messages takes seconds.
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final int serverId = SERVERS.incrementAndGet();
    private final Path directory;
    private final BufferProperties properties;
    private final Runnable end;
    private final CompletableFuture<@Nullable Exception> failure = new CompletableFuture<>();
    private final EmbeddedActiveMQ broker = new Watched();
    private volatile boolean running;

    /// @param end ends the process: what a failed journal has promised can only be found by reading it anew
    EmbeddedBroker(Path directory, BufferProperties properties, Runnable end) {
        this.directory = directory;
        this.properties = properties;
        this.end = end;
    }

    Broker broker() {
        return Broker.embedded(serverId);
    }

    @Override
    public void start() {
        try {
            broker.setConfiguration(configuration()).start();
            awaitActivation(server());
        } catch (Exception e) {
            stop();
            throw new IllegalStateException(
                    "The buffer in " + directory + " could not be opened; is another hub running there?", e);
        }
        running = true;
    }

    private void awaitActivation(ActiveMQServer server) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!server.waitForActivation(100, TimeUnit.MILLISECONDS)) {
            if (failure.isDone() || System.nanoTime() > end) {
                throw new IllegalStateException("The broker did not start", failure.getNow(null));
            }
        }
    }

    @Override
    public void stop() {
        running = false;
        ReadJournal journal = new ReadJournal(directory);
        try {
            boolean read = server() != null
                    && server().isActive()
                    && server().getTotalMessageCount() == 0
                    && journal.hasNoPages();
            broker.stop();
            if (read) {
                journal.erase();
            }
        } catch (Exception e) {
            LOG.warn("The buffer's broker did not stop cleanly; its journal is read again at the next start", e);
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return Outlet.PHASE - 100;
    }

    /// The queues of these names, as far as they have been used.
    List<Queue> queues(Iterable<String> names) {
        List<Queue> found = new ArrayList<>();
        for (String name : names) {
            Queue queue = server().locateQueue(SimpleString.of(name));
            if (queue != null) {
                found.add(queue);
            }
        }
        return found;
    }

    ActiveMQServer server() {
        return broker.getActiveMQServer();
    }

    private Configuration configuration() throws Exception {
        return new ConfigurationImpl()
                .setName("omnihub-" + serverId)
                .addAcceptorConfiguration(new TransportConfiguration(
                        InVMAcceptorFactory.class.getName(), Map.of(TransportConstants.SERVER_ID_PROP_NAME, serverId)))
                // Nobody but this process reaches it.
                .setSecurityEnabled(false)
                .setJMXManagementEnabled(properties.jmx())
                .setPersistenceEnabled(true)
                .setBindingsDirectory(directory.resolve("bindings").toString())
                .setJournalDirectory(directory.resolve("journal").toString())
                .setPagingDirectory(directory.resolve("paging").toString())
                .setLargeMessagesDirectory(directory.resolve("large").toString())
                .setJournalType(JournalType.NIO)
                .setJournalSyncTransactional(true)
                .setJournalSyncNonTransactional(true)
                .setJournalDatasync(true)
                .setJournalBufferTimeout_NIO(FLUSH_NANOS)
                .setJournalLockAcquisitionTimeout(5_000)
                .setMessageExpiryScanPeriod(-1)
                // It would block senders silently; DiskSpace refuses instead.
                .setMaxDiskUsage(-1)
                .setCriticalAnalyzer(true)
                .setCriticalAnalyzerPolicy(CriticalAnalyzerPolicy.HALT)
                .addAddressSetting("#", addresses(properties.memory().toBytes()))
                .addAddressSetting(
                        Queues.RECORD, addresses(Math.min(properties.memory().toBytes(), RECORDS)));
    }

    /// @param memory what a queue keeps there, in bytes
    private AddressSettings addresses(long memory) {
        int page = (int) Math.min(memory / 2, 10L * 1024 * 1024);
        return new AddressSettings()
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
                .setMaxSizeBytes(memory)
                .setPageSizeBytes(page)
                .setPageLimitBytes(properties.limit().toBytes())
                .setPageFullMessagePolicy(PageFullMessagePolicy.FAIL)
                .setMaxDeliveryAttempts(-1)
                .setRedeliveryDelay(0)
                .setExpiryDelay(-1L)
                .setNoExpiry(true)
                // Without a name for these the broker warns, although nothing expires and nothing is given up.
                .setExpiryAddress(UNUSED)
                .setDeadLetterAddress(UNUSED)
                .setAutoCreateAddresses(false)
                .setAutoCreateQueues(false)
                .setAutoDeleteAddresses(false)
                .setAutoDeleteQueues(false);
    }

    /// Listens from the first moment on.
    private final class Watched extends EmbeddedActiveMQ {
        @Override
        public void createActiveMQServer() throws Exception {
            super.createActiveMQServer();
            activeMQServer.registerActivationFailureListener(failure::complete);
            activeMQServer.registerIOCriticalErrorListener(new JournalFailed());
        }
    }

    /// Ends the process when the journal can't be written.
    private final class JournalFailed implements IOCriticalErrorListener {
        @Override
        public void onIOException(Throwable code, String message, String file) {
            LOG.error(
                    "The buffer's journal failed ({}): the hub ends, since it can promise nothing any more",
                    message,
                    code);
            end.run();
        }
    }
}
