package io.omnihub.outside;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Asks which addresses a name has, on threads of its own: a name server that is silent holds a thread of the machine
/// for as long as it likes, and virtual ones would all stand still. Each name is asked for once at a time.
final class Lookups implements AutoCloseable {

    private static final int AT_ONCE = 64;

    private final Source source;
    private final Duration patience;
    private final Map<String, CompletableFuture<InetAddress[]>> running = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor threads;

    Lookups(Source source, Duration patience) {
        this.source = source;
        this.patience = patience;
        this.threads = new ThreadPoolExecutor(
                0,
                AT_ONCE,
                10,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                Thread.ofPlatform().daemon().name("lookup-", 0).factory());
    }

    /// @throws UnknownHostException where it has none, or nobody says so in time
    InetAddress[] of(String host) throws UnknownHostException {
        CompletableFuture<InetAddress[]> fresh = new CompletableFuture<>();
        CompletableFuture<InetAddress[]> before = running.putIfAbsent(host, fresh);
        if (before == null) {
            begin(host, fresh);
        }
        try {
            return (before == null ? fresh : before).get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw unknown(host, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown(host, e);
        }
    }

    private void begin(String host, CompletableFuture<InetAddress[]> lookup) {
        try {
            threads.execute(() -> {
                try {
                    InetAddress[] found = source.addresses(host);
                    running.remove(host, lookup);
                    lookup.complete(found);
                } catch (UnknownHostException | RuntimeException e) {
                    running.remove(host, lookup);
                    lookup.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            running.remove(host, lookup);
            lookup.completeExceptionally(e);
        }
    }

    private static UnknownHostException unknown(String host, Exception cause) {
        UnknownHostException unknown = new UnknownHostException(host);
        unknown.initCause(cause);
        return unknown;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /// What knows the addresses of names.
    @FunctionalInterface
    interface Source {

        InetAddress[] addresses(String host) throws UnknownHostException;
    }
}
