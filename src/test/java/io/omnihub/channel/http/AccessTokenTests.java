package io.omnihub.channel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.omnihub.TestClock;
import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.channel.http.AccessToken.Granted;
import io.omnihub.channel.http.AccessToken.Source;
import io.omnihub.message.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AccessTokenTests {

    private final TestClock clock = new TestClock();
    private final TokensInMemory shared = new TokensInMemory(clock);
    private final AtomicInteger grants = new AtomicInteger();
    private final Source platform = _ -> granted();

    @Test
    void howeverManyNodesNeedOneItIsAskedForOnce() {
        List<AccessToken> nodes =
                IntStream.range(0, 3).mapToObj(_ -> node(platform)).toList();
        List<CompletableFuture<String>> all = nodes.stream()
                .flatMap(node -> IntStream.range(0, 5).mapToObj(_ -> aside(node)))
                .toList();
        assertThat(all).allSatisfy(one -> assertThat(joined(one)).isEqualTo("token-1"));
        assertThat(grants).hasValue(1);
    }

    @Test
    void whatTheOtherNodeRenewedIsTakenInsteadOfARefusedOne() {
        AccessToken a = node(platform);
        AccessToken b = node(platform);
        assertThat(List.of(a.get(), b.get())).containsOnly("token-1");
        assertThat(a.insteadOf("token-1")).isEqualTo("token-2");
        assertThat(b.insteadOf("token-1")).isEqualTo("token-2");
        assertThat(grants).hasValue(2);
    }

    @Test
    void aNodeThatDroppedWhileItAskedHoldsNobodyForEver() {
        assertThat(shared.turn(TenantId.DEFAULT, "x/app", Duration.ofSeconds(40)))
                .isPresent();
        CompletableFuture<String> other = aside(node(platform));
        clock.forward(Duration.ofSeconds(41));
        assertThat(joined(other)).isEqualTo("token-1");
    }

    @Test
    void aRefusedTokenIsReplacedOnceAndThenTheCallFails() {
        AccessToken token = node(platform);
        String working = token.use(value -> value.equals("token-1") ? refuse() : value);
        assertThat(working).isEqualTo("token-2");
        assertThatThrownBy(() -> token.use(_ -> refuse()))
                .isInstanceOf(ChannelRejectedException.class)
                .hasMessageContaining("still not");
        assertThat(grants).hasValue(3);
    }

    @Test
    void whoWaitsForSomebodyWhoFailsByAnErrorAsksHimself() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AccessToken token = node(_ -> {
            if (asked.getCount() > 0) {
                asked.countDown();
                await().until(() -> go.getCount() == 0);
                throw new StackOverflowError("nobody expects this");
            }
            return granted();
        });
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

        assertThatThrownBy(() -> joined(first))
                .isInstanceOf(CompletionException.class)
                .hasRootCauseInstanceOf(StackOverflowError.class);
        assertThat(joined(second)).isEqualTo("token-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "line\nbreak", "ключ", "\u0000"})
    void aTokenThatIsNoneIsKeptNowhereAndAskedForAgain(String none) {
        AccessToken token = node(
                _ -> grants.get() == 0 ? new Granted(none, Duration.ofHours(2 + grants.incrementAndGet())) : granted());
        assertThatThrownBy(token::get)
                .isInstanceOf(ChannelUnavailableException.class)
                .hasMessage("the platform granted an access token that is none");
        assertThat(shared.find(TenantId.DEFAULT, "x/app")).isEmpty();
        assertThat(token.get()).isEqualTo("token-2");
    }

    @Test
    void aTokenThatIsOverIsNoneAndOneForEverEndsAfterAYear() {
        assertThatThrownBy(() -> new Granted("token", Duration.ZERO)).isInstanceOf(ChannelUnavailableException.class);
        assertThatThrownBy(() -> new Granted("token", Duration.ofSeconds(Long.MIN_VALUE)))
                .isInstanceOf(ChannelUnavailableException.class);
        AccessToken token =
                node(_ -> new Granted("token-" + grants.incrementAndGet(), Duration.ofSeconds(Long.MAX_VALUE)));
        assertThat(token.get()).isEqualTo("token-1");
        clock.forward(Duration.ofDays(365));
        assertThat(token.get()).isEqualTo("token-2");
    }

    private Granted granted() {
        return new Granted("token-" + grants.incrementAndGet(), Duration.ofHours(2));
    }

    private AccessToken node(Source source) {
        return new AccessToken(TenantId.DEFAULT, "x/app", source, shared, clock);
    }

    private static String refuse() {
        throw new RefusedTokenException(() -> new ChannelRejectedException("1", "still not"));
    }

    private static CompletableFuture<String> aside(AccessToken token) {
        return CompletableFuture.supplyAsync(token::get, Thread::startVirtualThread);
    }

    private static String joined(CompletableFuture<String> one) {
        return one.orTimeout(30, TimeUnit.SECONDS).join();
    }
}
