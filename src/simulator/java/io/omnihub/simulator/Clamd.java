package io.omnihub.simulator;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// The daemon of ClamAV, as far as it takes streams. It knows one virus, which is none: the EICAR test file.
public final class Clamd implements AutoCloseable {

    /// What every scanner calls a virus, by agreement.
    public static final String EICAR = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";

    private static final String COMMAND = "zINSTREAM\0";

    private final ServerSocket server;
    private volatile boolean failing;

    public Clamd() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("clamd").start(this::run);
    }

    public String address() {
        return server.getInetAddress().getHostAddress() + ":" + server.getLocalPort();
    }

    /// Answers with an error from now on, or no longer.
    public void fail(boolean fails) {
        failing = fails;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void run() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> answer(socket));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void answer(Socket socket) {
        try (socket;
                DataInputStream in = new DataInputStream(socket.getInputStream())) {
            String command = new String(in.readNBytes(COMMAND.length()), StandardCharsets.US_ASCII);
            ByteArrayOutputStream stream = new ByteArrayOutputStream();
            for (int length = in.readInt(); length != 0; length = in.readInt()) {
                stream.writeBytes(in.readNBytes(length));
            }
            socket.getOutputStream()
                    .write((judge(command, stream.toString(StandardCharsets.ISO_8859_1)) + "\0")
                            .getBytes(StandardCharsets.US_ASCII));
        } catch (IOException _) {
            // Whoever asked has gone.
            return;
        }
    }

    private String judge(String command, String bytes) {
        if (failing || !command.equals(COMMAND)) {
            return "INSTREAM size limit exceeded. ERROR";
        }
        return bytes.contains(EICAR) ? "stream: Win.Test.EICAR_HDB-1 FOUND" : "stream: OK";
    }
}
