package io.omnihub.simulator.email;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// What servers of this machine need that are started with a folder and a port of their own.
final class Daemons {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Daemons() {}

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// Waits until a server takes connections.
    ///
    /// @return whether it does: not where it ended, or takes too long
    static boolean starts(Process process, int port) {
        Instant until = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(until) && process.isAlive()) {
            try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return true;
            } catch (IOException _) {
                if (ended(process)) {
                    return false;
                }
            }
        }
        return false;
    }

    /// Within a moment.
    private static boolean ended(Process process) {
        try {
            return process.waitFor(20, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /// Removes a folder with all in it.
    static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
