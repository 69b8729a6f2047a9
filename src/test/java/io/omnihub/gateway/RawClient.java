package io.omnihub.gateway;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// A client that may break every rule of RFC 6455.
final class RawClient implements AutoCloseable {

    static final int CONTINUATION = 0x0;
    static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xA;
    static final int FINAL = 0x80;

    private static final int TIMEOUT_MILLIS = 20_000;

    private final java.net.Socket socket;
    private final DataInputStream input;
    private final OutputStream output;

    RawClient(int port) throws IOException {
        socket = new java.net.Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        input = new DataInputStream(socket.getInputStream());
        output = socket.getOutputStream();
    }

    /// Asks for a WebSocket.
    ///
    /// @param headers further lines, each with its end
    /// @return the status of the answer
    int handshake(String path, String headers) throws IOException {
        write(("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + headers
                        + "\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        return status();
    }

    /// Reads the head of an HTTP answer.
    int status() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) input.readUnsignedByte());
        }
        return Integer.parseInt(head.substring(9, 12));
    }

    void write(byte[] bytes) throws IOException {
        output.write(bytes);
        output.flush();
    }

    void send(int first, byte[] payload) throws IOException {
        write(frame(first, payload, true));
    }

    /// A frame in bytes.
    ///
    /// @param first the final bit and the kind
    static byte[] frame(int first, byte[] payload, boolean masked) {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 14).put((byte) first);
        int mask = masked ? 0x80 : 0;
        if (payload.length < 126) {
            frame.put((byte) (mask | payload.length));
        } else if (payload.length <= 0xFFFF) {
            frame.put((byte) (mask | 126)).putShort((short) payload.length);
        } else {
            frame.put((byte) (mask | 127)).putLong(payload.length);
        }
        if (masked) {
            frame.putInt(0);
        }
        frame.put(payload).flip();
        byte[] bytes = new byte[frame.remaining()];
        frame.get(bytes);
        return bytes;
    }

    /// Reads until the hub closes.
    ///
    /// @return its code
    int closeCode() throws IOException {
        while (true) {
            int kind = input.readUnsignedByte() & 0x0F;
            byte[] payload = readPayload();
            if (kind == CLOSE) {
                return ByteBuffer.wrap(payload).getShort();
            }
        }
    }

    /// Reads the next frame.
    byte[] read() throws IOException {
        int kind = input.readUnsignedByte() & 0x0F;
        byte[] payload = readPayload();
        if (kind == CLOSE) {
            throw new IOException("closed with " + ByteBuffer.wrap(payload).getShort());
        }
        return payload;
    }

    private byte[] readPayload() throws IOException {
        int length = input.readUnsignedByte();
        if (length == 126) {
            length = input.readUnsignedShort();
        } else if (length == 127) {
            length = Math.toIntExact(input.readLong());
        }
        return input.readNBytes(length);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
