package io.omnihub.backup;

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
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Where `bin/omnihub backup` reaches the running hub: a socket in the data folder, which nobody but the hub's own
/// account can open. It takes one line, the folder, and answers with one.
final class Control implements SmartLifecycle {

    /// In the data folder.
    static final String FILE = "control.sock";

    static final String DONE = "done ";
    static final String REFUSED = "refused ";

    private static final Logger LOG = LoggerFactory.getLogger(Control.class);
    private static final int LONGEST_LINE = 4_096;

    private final Path file;
    private final Backup backup;
    private final Loop loop;
    private @Nullable ServerSocketChannel server;

    Control(Path data, Backup backup, Loops loops) {
        this.file = data.resolve(FILE);
        this.backup = backup;
        this.loop = loops.loop("control", this::serve).virtual();
    }

    @Override
    public void start() {
        try {
            Files.deleteIfExists(file);
            ServerSocketChannel opened = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            opened.bind(UnixDomainSocketAddress.of(file));
            server = opened;
            loop.start();
        } catch (IOException e) {
            LOG.warn("This hub can't be told to make a backup, since {} can't be opened: {}", file, e.toString());
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
            loop.stop(Duration.ofSeconds(10));
        }
    }

    @Override
    public boolean isRunning() {
        return server != null;
    }

    private void serve() throws IOException, InterruptedException {
        ServerSocketChannel open = server;
        if (open == null) {
            return;
        }
        try (SocketChannel caller = open.accept()) {
            String answer = answer(line(caller));
            caller.write(ByteBuffer.wrap((answer.replace('\n', ' ') + "\n").getBytes(StandardCharsets.UTF_8)));
        } catch (ClosedChannelException e) {
            if (server != null) {
                throw e;
            }
        }
    }

    private String answer(String folder) throws InterruptedException {
        try {
            LOG.info("A backup is made in {}", folder);
            String done = backup.take(Path.of(folder));
            LOG.info("{}", done);
            return DONE + done;
        } catch (RefusedException | IllegalStateException e) {
            return refused(e.getMessage());
        } catch (IOException | RuntimeException e) {
            return refused(e.toString());
        }
    }

    private static String refused(@Nullable String why) {
        LOG.warn("No backup was made: {}", why);
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
