package io.omnihub.bound;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;

/// A connection of the web server that is cut when a request takes too long to arrive in all, or its answer to be
/// taken, however busily it sends a byte now and then. Tomcat itself begins to count anew with each byte.
final class BoundedConnection extends NioEndpoint.NioSocketWrapper {

    private static final long AFTER_YOU_NANOS = 5_000_000;

    private final Holdings.Hold hold;
    private final Patience reading;
    private final Patience writing;

    /// Since when the poller waits for more of a request; 0 while it does not.
    private volatile long waiting;

    /// When it was opened, or the last answer was given.
    private volatile long quietSince = System.nanoTime();

    private volatile boolean answered;
    private volatile boolean blocking;
    private volatile long writeBegun;

    BoundedConnection(
            NioChannel channel, NioEndpoint endpoint, Holdings.Hold hold, Patience reading, Patience writing) {
        super(channel, endpoint);
        this.hold = hold;
        this.reading = reading;
        this.writing = writing;
    }

    @Override
    public int read(boolean block, byte[] target, int offset, int length) throws IOException {
        long begun = resume();
        blocking = block;
        try {
            return arrived(super.read(block, target, offset, length), block, begun);
        } finally {
            blocking = false;
        }
    }

    @Override
    public int read(boolean block, ByteBuffer target) throws IOException {
        long begun = resume();
        blocking = block;
        try {
            return arrived(super.read(block, target), block, begun);
        } finally {
            blocking = false;
        }
    }

    @Override
    protected void doWrite(boolean block, ByteBuffer source) throws IOException {
        int before = source.remaining();
        long begun = System.nanoTime();
        writeBegun = begun;
        super.doWrite(block, source);
        answered = true;
        if (block) {
            writing.waited(System.nanoTime() - begun);
        }
        writing.moved(before - source.remaining());
        if (writing.isOver()) {
            throw new SocketTimeoutException("The answer was taken too slowly.");
        }
    }

    /// Counted from the last byte by Tomcat: what is left for the whole.
    @Override
    public long getReadTimeout() {
        long each = super.getReadTimeout();
        return reading.hasBegun() ? Math.min(each, reading.leftMillis(0)) : each;
    }

    @Override
    public long getWriteTimeout() {
        return Math.min(super.getWriteTimeout(), writing.leftMillis(System.nanoTime() - writeBegun));
    }

    /// Outside a blocking read the request is incomplete, or has been answered: then the next one has its own time.
    @Override
    public void registerReadInterest() {
        if (!blocking) {
            if (answered) {
                answered = false;
                reading.begin();
                writing.begin();
                quietSince = System.nanoTime();
            }
            waiting = System.nanoTime();
        }
        super.registerReadInterest();
    }

    @Override
    protected void doClose() {
        try {
            super.doClose();
        } finally {
            hold.close();
        }
    }

    /// Called for each request. Who sends many without waiting for answers lets others go first: a virtual thread that
    /// only yields would be next again.
    @Override
    public int decrementKeepAlive() {
        if (answered) {
            LockSupport.parkNanos(AFTER_YOU_NANOS);
        }
        return super.decrementKeepAlive();
    }

    /// Whether the hub waits for more of a request, or for the next one.
    boolean isWaiting() {
        return waiting != 0 || blocking;
    }

    /// When it was opened, or the last answer was given.
    long quietSince() {
        return quietSince;
    }

    boolean isOfProxy() {
        return hold.who().equals(Holdings.MANY);
    }

    /// Makes it end as if the other side had ended it; its place is free from now on.
    void giveUp() {
        hold.close();
        try {
            getSocket().getIOChannel().shutdownInput();
        } catch (IOException | RuntimeException _) {
            // It is closed already.
            return;
        }
    }

    private long resume() throws SocketTimeoutException {
        long now = System.nanoTime();
        long since = waiting;
        waiting = 0;
        if (since != 0 && reading.hasBegun()) {
            reading.waited(now - since);
            check();
        }
        return now;
    }

    private int arrived(int count, boolean block, long begun) throws SocketTimeoutException {
        if (block) {
            reading.waited(System.nanoTime() - begun);
        }
        if (count > 0) {
            reading.moved(count);
            check();
        }
        return count;
    }

    private void check() throws SocketTimeoutException {
        if (reading.isOver()) {
            throw new SocketTimeoutException("The request came too slowly.");
        }
    }
}
