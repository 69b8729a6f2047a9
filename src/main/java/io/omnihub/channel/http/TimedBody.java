package io.omnihub.channel.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The bytes of an answer as they come, of which no more wait in memory than are read next. They must come in a number
/// and in a time.
final class TimedBody extends InputStream implements BodySubscriber<TimedBody> {

    private final BlockingQueue<Part> parts = new LinkedBlockingQueue<>();
    private final Queue<ByteBuffer> buffers = new ArrayDeque<>();
    private final long began;
    private final Duration patience;
    private final long most;
    private volatile Flow.@Nullable Subscription subscription;
    private long received;
    private boolean ended;
    private @Nullable IOException failure;

    /// @param began    when the call was made, by [System#nanoTime()]
    /// @param patience how long from then the first byte may take; each further one has its own time more
    TimedBody(long began, Duration patience, long most) {
        this.began = began;
        this.patience = patience;
        this.most = most;
    }

    @Override
    public CompletionStage<TimedBody> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription begun) {
        subscription = begun;
        begun.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> item) {
        parts.add(new Part.Bytes(item));
    }

    @Override
    public void onError(Throwable failure) {
        parts.add(new Part.Failure(failure));
    }

    @Override
    public void onComplete() {
        parts.add(new Part.End());
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        try {
            while (buffers.isEmpty() && !ended) {
                receive();
            }
        } catch (IOException e) {
            failure = e;
            throw e;
        }
        ByteBuffer buffer = buffers.peek();
        if (buffer == null) {
            return -1;
        }
        int count = Math.min(length, buffer.remaining());
        buffer.get(bytes, offset, count);
        if (!buffer.hasRemaining()) {
            buffers.remove();
        }
        return count;
    }

    /// Why it could not be read to its end; null where nothing failed yet.
    @Nullable
    IOException failure() {
        return failure;
    }

    @Override
    public void close() {
        Flow.Subscription begun = subscription;
        if (begun != null) {
            begun.cancel();
        }
    }

    private void receive() throws IOException {
        switch (next()) {
            case Part.Bytes bytes -> {
                for (ByteBuffer buffer : bytes.buffers()) {
                    received += buffer.remaining();
                    if (buffer.hasRemaining()) {
                        buffers.add(buffer);
                    }
                }
                if (received > most) {
                    close();
                    throw new LargeException();
                }
                Objects.requireNonNull(subscription).request(1);
            }
            case Part.Failure failure -> throw new IOException("the answer broke off", failure.cause());
            case Part.End _ -> ended = true;
        }
    }

    private Part next() throws IOException {
        Duration longest = patience.plusMillis(received * 1000 / PlatformHttp.SLOWEST);
        long left = longest.toNanos() - (System.nanoTime() - began);
        try {
            Part part = parts.poll(Math.max(left, 0), TimeUnit.NANOSECONDS);
            if (part != null) {
                return part;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            close();
            throw new InterruptedIOException();
        }
        close();
        throw new HttpTimeoutException("the answer is too slow");
    }

    /// More came than may.
    static final class LargeException extends IOException {

        private static final long serialVersionUID = 1L;

        LargeException() {
            super("the answer is too large");
        }
    }

    private sealed interface Part {

        record Bytes(List<ByteBuffer> buffers) implements Part {}

        record Failure(Throwable cause) implements Part {}

        record End() implements Part {}
    }
}
