package io.omnihub.control;

import io.omnihub.loop.Loop;
import io.omnihub.loop.Loops;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// A socket in the data folder, which nobody but the hub's own account can open. It takes one line, a command's name
/// and its argument, and answers with what came of it. Commands run one after another; who opens it and says nothing
/// keeps nobody waiting.
final class Control implements SmartLifecycle {

    /// In the data folder.
    static final String FILE = "control.sock";

    static final String DONE = "done ";
    static final String REFUSED = "refused ";

    private static final Logger LOG = LoggerFactory.getLogger(Control.class);
    private static final int LONGEST_LINE = 4_096;
    private static final int MOST_SILENT = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Path file;
    private final Map<String, Command> commands;
    private final Loop loop;

    /// Those that have not said their line yet, the longest silent first.
    private final Deque<SocketChannel> silent = new ConcurrentLinkedDeque<>();

    private final Lock turn = new ReentrantLock();
    private ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private @Nullable ServerSocketChannel server;

    Control(Path data, List<Command> commands, Loops loops) {
        this.file = data.resolve(FILE);
        this.commands = commands.stream().collect(Collectors.toUnmodifiableMap(Command::name, Function.identity()));
        this.loop = loops.loop("control", this::serve).virtual();
    }

    @Override
    public void start() {
        try {
            Files.deleteIfExists(file);
            ServerSocketChannel opened = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            opened.bind(UnixDomainSocketAddress.of(file));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            callers = Executors.newVirtualThreadPerTaskExecutor();
            server = opened;
            loop.start();
        } catch (IOException e) {
            LOG.warn(
                    "This hub can't be told anything by bin/omnihub, since {} can't be opened: {}", file, e.toString());
        }
    }

    @Override
    public void stop() {
        ServerSocketChannel open = server;
        server = null;
        if (open != null) {
            try {
                open.close();
                Files.deleteIfExists(file);
            } catch (IOException e) {
                LOG.debug("{} was not closed", file, e);
            }
            loop.stop(PATIENCE);
            silent.forEach(Control::close);
            finish();
        }
    }

    @Override
    public boolean isRunning() {
        return server != null;
    }

    private void serve() throws IOException {
        ServerSocketChannel open = server;
        if (open == null) {
            return;
        }
        try {
            SocketChannel caller = open.accept();
            silent.add(caller);
            SocketChannel longest = silent.size() > MOST_SILENT ? silent.pollFirst() : null;
            if (longest != null) {
                close(longest);
            }
            CompletableFuture.delayedExecutor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS, callers)
                    .execute(() -> {
                        if (silent.remove(caller)) {
                            close(caller);
                        }
                    });
            callers.execute(() -> serve(caller));
        } catch (ClosedChannelException e) {
            if (server != null) {
                throw e;
            }
        }
    }

    private void serve(SocketChannel caller) {
        try (caller) {
            String line = line(caller);
            if (!silent.remove(caller)) {
                return;
            }
            turn.lockInterruptibly();
            try {
                ByteBuffer bytes = ByteBuffer.wrap((answer(line) + "\n").getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    caller.write(bytes);
                }
            } finally {
                turn.unlock();
            }
        } catch (IOException e) {
            LOG.debug("Somebody who opened {} has gone", file, e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            silent.remove(caller);
        }
    }

    /// What was begun is finished, if that does not take too long.
    private void finish() {
        callers.shutdown();
        try {
            if (!callers.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                callers.shutdownNow();
            }
        } catch (InterruptedException _) {
            callers.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private static void close(SocketChannel caller) {
        try {
            caller.close();
        } catch (IOException e) {
            LOG.debug("A caller was not closed", e);
        }
    }

    private String answer(String line) throws InterruptedException {
        String name = line.replaceFirst(" .*", "");
        Command command = commands.get(name);
        if (command == null) {
            return REFUSED + "this hub knows no command " + name;
        }
        try {
            return DONE + command.run(line.substring(name.length()).strip());
        } catch (RefusedException | IllegalStateException e) {
            return refused(name, e.getMessage());
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            return refused(name, e.toString());
        }
    }

    private static String refused(String name, @Nullable String why) {
        LOG.warn("No {}: {}", name, why);
        return REFUSED + why;
    }

    private static String line(SocketChannel caller) throws IOException {
        BufferedReader reader = new BufferedReader(Channels.newReader(caller, StandardCharsets.UTF_8));
        StringBuilder line = new StringBuilder();
        for (int read = reader.read();
                read >= 0 && read != '\n' && line.length() < LONGEST_LINE;
                read = reader.read()) {
            line.append((char) read);
        }
        return line.toString();
    }
}
