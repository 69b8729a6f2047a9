package io.omnihub.outside;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A host at one address of this machine, which gives the same answer to whatever comes.
final class OneHost implements AutoCloseable {

    private final ServerSocket server;
    private final byte[] answer;
    private final Thread serving;
    private final List<String> got = new CopyOnWriteArrayList<>();

    OneHost(String address, String answer) throws IOException {
        this(address, 0, answer);
    }

    /// @param port 0 for any
    OneHost(String address, int port, String answer) throws IOException {
        server = new ServerSocket(port, 10, InetAddress.ofLiteral(address));
        this.answer = answer.getBytes(StandardCharsets.US_ASCII);
        serving = Thread.ofVirtual().start(this::serve);
    }

    int port() {
        return server.getLocalPort();
    }

    /// How many connections came.
    int calls() {
        return got.size();
    }

    /// The beginnings of what came over each.
    List<String> got() {
        return List.copyOf(got);
    }

    /// Nobody is there any more: the port is closed only when nobody waits at it.
    void leave() throws IOException, InterruptedException {
        server.close();
        serving.join();
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                InputStream in = socket.getInputStream();
                byte[] bytes = new byte[4_096];
                int count = in.read(bytes);
                got.add(new String(bytes, 0, Math.max(0, count), StandardCharsets.ISO_8859_1));
                socket.getOutputStream().write(answer);
                socket.getOutputStream().flush();
            } catch (IOException _) {
                // The caller, or the test, has ended it.
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
