package io.omnihub.simulator.email;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Takes connections on a port of the loopback address and hands each on to a thread of its own, until it is closed
/// and all of them with it.
final class Sockets implements AutoCloseable {

    private final ServerSocket server;
    private final List<Socket> open = new ArrayList<>();
    private boolean closed;

    /// @param name of its threads
    /// @param each is given each connection, and may keep it open
    Sockets(String name, Consumer<Socket> each) {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name(name).start(() -> accept(name, each));
    }

    int port() {
        return server.getLocalPort();
    }

    /// Connects to a server behind this one, on a port of the loopback address.
    Socket behind(int port) throws IOException {
        return kept(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    private void accept(String name, Consumer<Socket> each) {
        while (!server.isClosed()) {
            try {
                Socket socket = kept(server.accept());
                Thread.ofVirtual().name(name + "-connection").start(() -> each.accept(socket));
            } catch (IOException _) {
                // It was closed.
            }
        }
    }

    private synchronized Socket kept(Socket socket) throws IOException {
        if (closed) {
            socket.close();
            throw new IOException("it was closed");
        }
        open.add(socket);
        return socket;
    }

    @Override
    public synchronized void close() {
        closed = true;
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
