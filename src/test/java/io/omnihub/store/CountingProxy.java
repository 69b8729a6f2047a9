package io.omnihub.store;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Stands before a PostgreSQL server and tells what each transaction did in each of its round trips, in the server's
/// words. A round trip ends where the client sends something after it was answered.
public final class CountingProxy implements AutoCloseable {

    private static final int COMMAND_COMPLETE = 'C';
    private static final int READY_FOR_QUERY = 'Z';
    private static final byte IDLE = 'I';

    private final ServerSocket door;
    private final int port;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<List<List<String>>> transactions = new CopyOnWriteArrayList<>();

    public CountingProxy(int port) throws IOException {
        this.port = port;
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /// The same database through this proxy.
    public DatabaseProperties before(DatabaseProperties properties) {
        String url = properties.url().replace(":" + port + "/", ":" + door.getLocalPort() + "/");
        return new DatabaseProperties(
                url + "?sslmode=disable",
                properties.user(),
                properties.password(),
                properties.poolSize(),
                properties.requireDurable());
    }

    /// The transactions that ended since it was asked last, each with its round trips.
    public List<List<List<String>>> transactions() {
        List<List<List<String>>> ended = List.copyOf(transactions);
        transactions.subList(0, ended.size()).clear();
        return ended;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = door.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                sockets.addAll(List.of(client, server));
                Trips trips = new Trips();
                Thread.ofVirtual().start(() -> ask(client, server, trips));
                Thread.ofVirtual().start(() -> answer(server, client, trips));
            }
        } catch (IOException _) {
            // Closed.
        }
    }

    private static void ask(Socket client, Socket server, Trips trips) {
        try (client;
                server) {
            InputStream in = client.getInputStream();
            byte[] buffer = new byte[1 << 16];
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                trips.asked();
                server.getOutputStream().write(buffer, 0, length);
            }
        } catch (IOException _) {
            // One of them is gone.
        }
    }

    private void answer(Socket server, Socket client, Trips trips) {
        try (server;
                client) {
            DataInputStream in = new DataInputStream(new BufferedInputStream(server.getInputStream()));
            DataOutputStream out = new DataOutputStream(new BufferedOutputStream(client.getOutputStream()));
            while (true) {
                int type = in.readUnsignedByte();
                int length = in.readInt();
                byte[] body = in.readNBytes(length - Integer.BYTES);
                if (type == COMMAND_COMPLETE) {
                    trips.answered(new String(body, 0, body.length - 1, StandardCharsets.US_ASCII));
                } else if (type == READY_FOR_QUERY && body[0] == IDLE) {
                    transactions.add(trips.end());
                }
                out.writeByte(type);
                out.writeInt(length);
                out.write(body);
                if (in.available() == 0) {
                    out.flush();
                }
            }
        } catch (IOException _) {
            // One of them is gone.
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /// The round trips of one connection's transaction.
    private static final class Trips {

        private final List<List<String>> ended = new ArrayList<>();
        private final List<String> answers = new ArrayList<>();

        synchronized void asked() {
            if (!answers.isEmpty()) {
                ended.add(List.copyOf(answers));
                answers.clear();
            }
        }

        synchronized void answered(String word) {
            answers.add(word);
        }

        synchronized List<List<String>> end() {
            asked();
            List<List<String>> all = List.copyOf(ended);
            ended.clear();
            return all;
        }
    }
}
