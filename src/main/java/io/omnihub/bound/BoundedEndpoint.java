package io.omnihub.bound;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Optional;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SecureNioChannel;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.jspecify.annotations.Nullable;

/// Takes connections in: so many of one address, and so many in all. Where there are as many as there may be, those
/// that have been quiet longest make room.
final class BoundedEndpoint extends NioEndpoint {

    private static final Log LOG = LogFactory.getLog(BoundedEndpoint.class);

    /// Looking through all for the quietest is worth it for so large a part of them only.
    private static final int PART = 16;

    private static final byte[] TOO_MANY = refusal("429 Too Many Requests");
    private static final byte[] FULL = refusal("503 Service Unavailable");

    private @Nullable ConnectionLimits limits;

    void limit(ConnectionLimits given) {
        limits = given;
        // The latch of Tomcat would leave everybody waiting at the door.
        setMaxConnections(-1);
    }

    /// As Tomcat does it, with a connection of ours.
    @Override
    protected boolean setSocketOptions(SocketChannel socket) {
        ConnectionLimits given = limits();
        Holdings.Hold hold = null;
        BoundedConnection made = null;
        try {
            Optional<Holdings.Hold> admitted = admit(socket, given);
            if (admitted.isEmpty()) {
                refuse(socket, given.holdings().isFull() ? FULL : TOO_MANY);
                return true;
            }
            hold = admitted.get();
            NioChannel channel =
                    getNioChannels() == null ? null : getNioChannels().pop();
            if (channel == null) {
                SocketBufferHandler buffers = new SocketBufferHandler(
                        socketProperties.getAppReadBufSize(),
                        socketProperties.getAppWriteBufSize(),
                        socketProperties.getDirectBuffer());
                channel = isSSLEnabled() ? new SecureNioChannel(buffers, this) : new NioChannel(buffers);
            }
            BoundedConnection connection =
                    new BoundedConnection(channel, this, hold, given.patience(), given.patience());
            channel.reset(socket, connection);
            connections.put(socket, connection);
            made = connection;
            socket.configureBlocking(false);
            socketProperties.setProperties(socket.socket());
            connection.setReadTimeout(getConnectionTimeout());
            connection.setWriteTimeout(getConnectionTimeout());
            connection.setKeepAliveLeft(getMaxKeepAliveRequests());
            getPoller().register(connection);
            return true;
        } catch (IOException | RuntimeException e) {
            LOG.debug("A connection can't be set up", e);
            if (made == null) {
                if (hold != null) {
                    hold.close();
                }
                destroySocket(socket);
            }
            return false;
        }
    }

    private Optional<Holdings.Hold> admit(SocketChannel socket, ConnectionLimits given) throws IOException {
        String who = given.who(((InetSocketAddress) socket.getRemoteAddress()).getAddress());
        Optional<Holdings.Hold> hold = given.holdings().take(who);
        if (hold.isEmpty() && given.holdings().isFull()) {
            makeRoom(given);
            return given.holdings().take(who);
        }
        return hold;
    }

    /// A proxy's connections carry many callers; it waits for slow ones itself.
    private void makeRoom(ConnectionLimits given) {
        connections.values().stream()
                .filter(BoundedConnection.class::isInstance)
                .map(BoundedConnection.class::cast)
                .filter(BoundedConnection::isWaiting)
                .filter(connection -> !connection.isOfProxy())
                .sorted(Comparator.comparingLong(BoundedConnection::quietSince))
                .limit(Math.max(1, given.holdings().most() / PART))
                .forEach(BoundedConnection::giveUp);
    }

    /// As far as the other side still reads it.
    private void refuse(SocketChannel socket, byte[] answer) throws IOException {
        try {
            socket.configureBlocking(false);
            var _ = socket.write(ByteBuffer.wrap(answer));
            socket.shutdownOutput();
        } finally {
            destroySocket(socket);
        }
    }

    private ConnectionLimits limits() {
        ConnectionLimits given = limits;
        if (given == null) {
            throw new IllegalStateException("The endpoint listens without limits");
        }
        return given;
    }

    private static byte[] refusal(String status) {
        return ("HTTP/1.1 " + status + "\r\nRetry-After: 5\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
