package io.omnihub.buffer;

import io.omnihub.ChildJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;

/// An external broker in a JVM of its own, with the configuration that operators are given; always on the same port and
/// the same data.
public final class BrokerProcess implements AutoCloseable {

    private static final Path CONFIGURATION = Path.of("config/artemis/broker.xml");

    private final Path directory;
    private final int port;
    private ChildJvm child;

    /// Starts it.
    public BrokerProcess(Path directory) {
        this.directory = directory;
        // It must come back on its port, so it can't choose one each time.
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start();
    }

    public String url() {
        return "tcp://127.0.0.1:" + port;
    }

    /// Starts it again.
    public void start() {
        child = ChildJvm.of(BrokerMain.class, directory.resolve("broker-" + System.nanoTime() + ".log"))
                .jvm("--sun-misc-unsafe-memory-access=allow")
                .property("omnihub.broker.data", directory.resolve("broker").toString())
                .property("omnihub.broker.host", "127.0.0.1")
                .property("omnihub.broker.port", Integer.toString(port))
                .arguments(CONFIGURATION.toAbsolutePath().toString())
                .start();
        child.awaitLine("broker ready");
    }

    /// SIGTERM, and waits for its end.
    ///
    /// @return the exit status
    public int terminate() {
        return child.terminate();
    }

    public ProcessHandle process() {
        return ProcessHandle.of(child.pid()).orElseThrow();
    }

    public void kill() {
        child.kill();
    }

    public void freeze() {
        child.freeze();
    }

    public void thaw() {
        child.thaw();
    }

    @Override
    public void close() {
        child.close();
    }
}
