package io.omnihub.drill;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Many connections of one stranger's, each of which begins something and then sends a byte now and then.
final class Crowding implements AutoCloseable {

    private final List<SocketChannel> open = new ArrayList<>();

    /// @param from the stranger's address, of this machine's own
    Crowding(String from, int port, int connections, String beginning) {
        try {
            for (int i = 0; i < connections; i++) {
                SocketChannel channel = SocketChannel.open();
                open.add(channel);
                channel.setOption(StandardSocketOptions.SO_RCVBUF, 4_096);
                channel.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
                channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                channel.configureBlocking(false);
                write(channel, beginning.getBytes(StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            close();
            throw new IllegalStateException(e);
        }
    }

    /// Sends one more byte over each that is still open.
    ///
    /// @return how many are open
    int trickle() {
        open.removeIf(channel -> !lives(channel));
        return open.size();
    }

    /// Sends one more byte over each that is still open, and takes no answer.
    ///
    /// @return how many are open
    int prod() {
        open.removeIf(channel -> {
            try {
                write(channel, new byte[] {'1'});
                return false;
            } catch (IOException _) {
                return true;
            }
        });
        return open.size();
    }

    /// What the first one was answered, as far as it has come.
    String answer() {
        return answer(open.getFirst());
    }

    /// What each was answered until it was cut.
    List<String> answers() {
        return open.stream().map(Crowding::answer).toList();
    }

    private static String answer(SocketChannel channel) {
        ByteBuffer bytes = ByteBuffer.allocate(16 * 1024);
        try {
            channel.configureBlocking(true);
            while (channel.read(bytes) > 0) {
                // To the end.
            }
        } catch (IOException _) {
            // It was reset after its answer.
        }
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
    }

    private static boolean lives(SocketChannel channel) {
        try {
            ByteBuffer answer = ByteBuffer.allocate(4_096);
            int read = channel.read(answer);
            while (read > 0) {
                read = channel.read(answer.clear());
            }
            if (read < 0) {
                channel.close();
                return false;
            }
            write(channel, new byte[] {'1'});
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private static void write(SocketChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        var _ = channel.write(buffer);
    }

    @Override
    public void close() {
        for (SocketChannel channel : open) {
            try {
                channel.close();
            } catch (IOException _) {
                // It is closed already.
            }
        }
    }
}
