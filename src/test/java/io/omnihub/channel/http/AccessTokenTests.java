package io.omnihub.channel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class AccessTokenTests {

    @Test
    void whoWaitsForATokenThatCantBeHadByWhateverFaultIsFreed() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AccessToken token = new AccessToken(
                _ -> {
                    asked.countDown();
                    await().until(() -> go.getCount() == 0);
                    throw new StackOverflowError("nobody expects this");
                },
                Clock.systemUTC());
        CompletableFuture<String> first = CompletableFuture.supplyAsync(token::get, Thread::startVirtualThread);
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
        AtomicReference<Thread> waiting = new AtomicReference<>();
        CompletableFuture<String> second = CompletableFuture.supplyAsync(
                () -> {
                    waiting.set(Thread.currentThread());
                    return token.get();
                },
                Thread::startVirtualThread);
        await().until(() -> waiting.get() != null && waiting.get().getState() == Thread.State.WAITING);
        go.countDown();

        assertThatThrownBy(() -> first.orTimeout(10, TimeUnit.SECONDS).join())
                .isInstanceOf(CompletionException.class)
                .hasRootCauseInstanceOf(StackOverflowError.class);
        assertThatThrownBy(() -> second.orTimeout(10, TimeUnit.SECONDS).join())
                .isInstanceOf(CompletionException.class)
                .hasRootCauseInstanceOf(StackOverflowError.class);
    }
}
