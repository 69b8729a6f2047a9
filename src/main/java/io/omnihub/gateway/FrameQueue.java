package io.omnihub.gateway;

import io.netty.channel.Channel;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.store.DatabaseUnavailableException;
import io.omnihub.wire.ClientFrame;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The frames of one client, in their order: while something that one of them needs is done on a thread of its own,
/// those behind it wait, and no more are read. All but that work happens on the connection's event loop.
final class FrameQueue {

    private static final Logger LOG = LoggerFactory.getLogger(FrameQueue.class);

    private final Socket socket;
    private final Channel channel;
    private final Deque<ClientFrame> held = new ArrayDeque<>();
    private boolean working;

    /// Frames that were held before it was known who sends them.
    private int early;

    FrameQueue(Socket socket, Channel channel) {
        this.socket = socket;
        this.channel = channel;
    }

    /// Has a frame taken in its turn.
    void add(ClientFrame frame) {
        if (working) {
            held.add(frame);
            early += socket.party() == null ? 1 : 0;
        } else {
            socket.take(frame);
        }
    }

    /// Does what may block; frames that come in the meantime wait.
    <T> void work(Callable<T> blocking, Consumer<T> then, Consumer<InvalidMessageException> refused) {
        working = true;
        channel.config().setAutoRead(false);
        Thread.ofVirtual().name("gateway-read").start(() -> {
            try {
                T result = blocking.call();
                channel.eventLoop().execute(() -> done(() -> then.accept(result)));
            } catch (InvalidMessageException e) {
                channel.eventLoop().execute(() -> done(() -> refused.accept(e)));
            } catch (DatabaseUnavailableException _) {
                socket.end(CloseCode.TOO_SLOW, "The hub can't reach its database just now.");
            } catch (Exception e) {
                LOG.error("A frame failed by a fault of the hub", e);
                socket.end(CloseCode.TOO_SLOW, "The hub has a fault.");
            }
        });
    }

    private void done(Runnable then) {
        working = false;
        if (!socket.isOver()) {
            then.run();
        }
        while (!working && !socket.isOver() && !held.isEmpty()) {
            ClientFrame next = held.poll();
            if (early > 0) {
                early--;
                socket.count();
            }
            if (!socket.isOver()) {
                socket.take(next);
            }
        }
        if (!working && !socket.isOver()) {
            channel.config().setAutoRead(true);
        }
    }
}
