package io.omnihub.simulator.email;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Stands before a provider's IMAP server and is slow with one command: holds it back until it is told to go on, gives
/// what answers it byte by byte, also without end, cuts off who says it, falls silent, or answers in its place.
public final class SlowImap implements AutoCloseable {

    private static final int PAUSE_MILLIS = 50;

    private final Sockets sockets;
    private final int provider;
    private final String command;
    private final Way way;
    private final String answer;
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch freed = new CountDownLatch(1);
    private final AtomicInteger left = new AtomicInteger();

    private SlowImap(int provider, String command, Way way) {
        this(provider, command, way, "");
    }

    private SlowImap(int provider, String command, Way way, String answer) {
        this.answer = answer;
        this.provider = provider;
        this.command = command;
        this.way = way;
        this.sockets = new Sockets("slow-imap", this::connect);
    }

    /// @param command holds back what a client says from this word on
    public static SlowImap holding(int provider, String command) {
        return new SlowImap(provider, command, Way.HOLDS);
    }

    /// @param command drips what the server says after it
    public static SlowImap dripping(int provider, String command) {
        return new SlowImap(provider, command, Way.DRIPS);
    }

    /// @param command is answered by a line that has no end, a byte from time to time
    public static SlowImap endless(int provider, String command) {
        return new SlowImap(provider, command, Way.ENDLESS);
    }

    /// @param command ends the connection of whoever says it
    public static SlowImap cutting(int provider, String command) {
        return new SlowImap(provider, command, Way.CUTS);
    }

    /// @param command after it nothing goes either way any more
    public static SlowImap silent(int provider, String command) {
        return new SlowImap(provider, command, Way.SILENCES);
    }

    /// @param command is answered as done at once, whatever it is
    public static SlowImap ending(int provider, String command) {
        return new SlowImap(provider, command, Way.ENDS);
    }

    /// @param command is refused until it is told to go on
    /// @param answer  how, such as `NO [UNAVAILABLE] not now`
    public static SlowImap refusing(int provider, String command, String answer) {
        return new SlowImap(provider, command, Way.REFUSES, answer);
    }

    public int port() {
        return sockets.port();
    }

    /// How many have gone away from an answer without end.
    public int left() {
        return left.get();
    }

    /// Whether somebody said the word within a while.
    public boolean wasAsked() throws InterruptedException {
        return asked.await(20, TimeUnit.SECONDS);
    }

    /// Goes on.
    public void goOn() {
        freed.countDown();
    }

    private void connect(Socket client) {
        try {
            Connection connection = new Connection(client, sockets.behind(provider));
            Thread.ofVirtual().name("slow-imap-answers").start(connection::answers);
            connection.asks();
        } catch (IOException _) {
            // It was closed.
        }
    }

    @Override
    public void close() {
        freed.countDown();
        sockets.close();
    }

    /// What becomes of the command.
    private enum Way {
        HOLDS,
        DRIPS,
        ENDLESS,
        CUTS,
        SILENCES,
        ENDS,
        REFUSES
    }

    /// One client's.
    private final class Connection {

        private final Socket client;
        private final Socket behind;
        private volatile boolean slow;

        private Connection(Socket client, Socket behind) {
            this.client = client;
            this.behind = behind;
        }

        private void asks() {
            copy(client, behind, true);
        }

        private void answers() {
            copy(behind, client, false);
        }

        private void copy(Socket from, Socket to, boolean asks) {
            try (from;
                    to) {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                byte[] buffer = new byte[8_192];
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    if (asks && new String(buffer, 0, read, StandardCharsets.ISO_8859_1).contains(command)) {
                        slow = true;
                        asked.countDown();
                        if (way == Way.CUTS) {
                            return;
                        }
                        if (way == Way.HOLDS) {
                            freed.await();
                        }
                        if (way == Way.ENDLESS) {
                            drip(from.getOutputStream());
                            return;
                        }
                        if (way == Way.SILENCES) {
                            from.getOutputStream().write("+ idling\r\n".getBytes(StandardCharsets.US_ASCII));
                            freed.await();
                        }
                        if (way == Way.ENDS || (way == Way.REFUSES && freed.getCount() > 0)) {
                            String tag = new String(buffer, 0, read, StandardCharsets.ISO_8859_1).split(" ", 2)[0];
                            String said = way == Way.ENDS ? "+ idling\r\n" + tag + " OK" : tag + " " + answer;
                            from.getOutputStream().write((said + "\r\n").getBytes(StandardCharsets.US_ASCII));
                            continue;
                        }
                    }
                    if (asks || !slow || way != Way.DRIPS) {
                        out.write(buffer, 0, read);
                        continue;
                    }
                    for (int i = 0; i < read; i++) {
                        out.write(buffer[i]);
                        var _ = freed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
                    }
                }
            } catch (IOException _) {
                // One of both went away.
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        private void drip(OutputStream out) throws IOException, InterruptedException {
            try {
                out.write("* OK ".getBytes(StandardCharsets.US_ASCII));
                while (!freed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                    out.write('.');
                }
            } finally {
                left.incrementAndGet();
            }
        }
    }
}
