package io.omnihub.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.CookieHandler;
import java.net.CookieManager;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The wall before addresses that people name.
final class PublicHttpTests {

    /// Addresses of this machine: the one that the wall lets pass in these tests, and others.
    private static final String OPEN = "127.0.0.2";

    private static final String INSIDE = "127.0.0.1";
    private static final String CLOSED = "10.1.2.3";

    private final PublicHttp closed = new PublicHttp(new PublicAddresses(List.of()));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.1.2.3",
                "100.64.0.1",
                "127.0.0.1",
                "169.254.169.254",
                "172.31.255.255",
                "192.168.0.1",
                "198.18.0.1",
                "203.0.113.9",
                "224.0.0.1",
                "255.255.255.255",
                "localhost",
                "[::]",
                "[::1]",
                "[::7f00:1]",
                "[::ffff:10.0.0.1]",
                "[::ffff:8.8.8.8]",
                "[64:ff9b::a00:1]",
                "[2001::1]",
                "[2002:a00:1::]",
                "[2001:db8::1]",
                "[fc00::1]",
                "[fe80::1]",
                "[ff02::1]"
            })
    void whatIsNoHostOfTheInternetIsNotCalled(String host) {
        for (String scheme : List.of("https", "http")) {
            URI address = URI.create(scheme + "://" + host + ":9/");
            assertThatThrownBy(() -> closed.check(address)).isInstanceOf(PublicAddresses.ClosedException.class);
            assertThatThrownBy(() -> post(closed, address)).isInstanceOf(PublicAddresses.ClosedException.class);
        }
    }

    @Test
    void whatIsPublicIsCalledByHttpsOnly() throws UnknownHostException {
        for (String host : List.of("8.8.8.8", "[2606:4700::1111]")) {
            assertThatCode(() -> closed.check(URI.create("https://" + host + "/")))
                    .doesNotThrowAnyException();
            assertThatThrownBy(() -> closed.check(URI.create("http://" + host + "/")))
                    .isInstanceOf(PublicAddresses.ClosedException.class);
        }
        assertThat(PublicAddresses.isPublic(InetAddress.getByName("172.32.0.1")))
                .isTrue();
        assertThat(PublicAddresses.isPublic(InetAddress.getByName("100.128.0.1")))
                .isTrue();
    }

    @Test
    void networksThatAreAllowedAreAddressesAndNoMore() {
        for (String wrong : List.of("example.com", "10.0.0.0/33", "10.0.0.0/x", "10.0.0", "::/129")) {
            List<String> networks = List.of(wrong);
            assertThatThrownBy(() -> new PublicAddresses(networks))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(wrong);
        }
        PublicHttp own = new PublicHttp(new PublicAddresses(List.of("10.1.0.0/16", " fd00::/8", "")));
        assertThatCode(() -> own.check(URI.create("http://10.1.255.1/"))).doesNotThrowAnyException();
        assertThatCode(() -> own.check(URI.create("http://[fd12::1]/"))).doesNotThrowAnyException();
        assertThatThrownBy(() -> own.check(URI.create("https://10.2.0.1/")))
                .isInstanceOf(PublicAddresses.ClosedException.class);
    }

    @Test
    void anAnswerHasItsTimeAndOfALongOneTheBeginningIsRead() throws IOException {
        PublicHttp own = new PublicHttp(new PublicAddresses(List.of("127.0.0.0/8")));
        try (own;
                ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            URI address = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
            Thread.ofVirtual().start(() -> answer(server, "HTTP/1.1 200 OK\r\n\r\n", "x", 100_000, 0));
            PublicHttp.Answer endless = post(own, address);
            assertThat(endless.status()).isEqualTo(200);
            assertThat(endless.start()).isEqualTo("x".repeat(100));

            Thread.ofVirtual().start(() -> answer(server, "HTTP/1.1 200 OK\r\n", "X: y\r\n", 100_000, 50));
            assertThatThrownBy(() -> post(own, address)).isInstanceOf(PublicHttp.SlowException.class);
        }
    }

    @Test
    void aNameThatLeadsElsewhereTheNextMomentLeadsNowhereInside() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        try (OneHost open = new OneHost(OPEN, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nopen");
                OneHost inside = new OneHost(INSIDE, open.port(), "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                PublicHttp http = http(_ -> addresses(asked.getAndIncrement() == 0 ? OPEN : INSIDE))) {
            URI address = URI.create("http://rebinding.example:" + open.port() + "/");
            assertThat(post(http, address).start()).isEqualTo("open");
            assertThat(asked).as("what was looked up is what is called").hasValue(1);
            assertThatThrownBy(() -> post(http, address)).isInstanceOf(PublicAddresses.ClosedException.class);

            asked.set(0);
            http.check(address);
            assertThatThrownBy(() -> post(http, address)).isInstanceOf(PublicAddresses.ClosedException.class);
            assertThat(open.calls()).isEqualTo(1);
            assertThat(inside.calls()).isZero();
        }
    }

    @Test
    void ofANameThatLeadsInsideAndOutsideOnlyTheOutsideIsCalled() throws IOException, InterruptedException {
        try (OneHost open = new OneHost(OPEN, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nopen");
                OneHost inside = new OneHost(INSIDE, open.port(), "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                PublicHttp http =
                        http(host -> host.startsWith("mixed") ? addresses(INSIDE, OPEN) : addresses(INSIDE, CLOSED))) {
            assertThat(post(http, URI.create("http://mixed.example:" + open.port() + "/"))
                            .start())
                    .isEqualTo("open");
            URI own = URI.create("http://own.example:" + open.port() + "/");
            assertThatThrownBy(() -> post(http, own)).isInstanceOf(PublicAddresses.ClosedException.class);
            open.leave();
            URI gone = URI.create("http://mixed.example:" + open.port() + "/");
            assertThatThrownBy(() -> post(http, gone)).isInstanceOf(ConnectException.class);
            assertThat(inside.calls()).isZero();
        }
    }

    @Test
    void aNameThatLeadsToAnAddressInDisguiseIsNotCalled() {
        List<String> disguised = List.of(
                "00000000000000000000ffff7f000001",
                "00000000000000000000ffff0a000001",
                "00000000000000000000ffff08080808",
                "0000000000000000000000007f000001",
                "0064ff9b0000000000000000a9fea9fe",
                "20027f00000100000000000000000001");
        for (String bytes : disguised) {
            // As a resolver gives it that does not take IPv4 out of IPv6.
            try (PublicHttp http = new PublicHttp(new PublicAddresses(List.of("10.0.0.0/8"), host -> new InetAddress[] {
                Inet6Address.getByAddress(host, HexFormat.of().parseHex(bytes), -1)
            }))) {
                for (String scheme : List.of("https", "http")) {
                    URI address = URI.create(scheme + "://disguised.example:9/");
                    assertThatThrownBy(() -> http.check(address))
                            .as(bytes)
                            .isInstanceOf(PublicAddresses.ClosedException.class);
                    assertThatThrownBy(() -> post(http, address))
                            .as(bytes)
                            .isInstanceOf(PublicAddresses.ClosedException.class);
                }
            }
        }
    }

    @Test
    void aRedirectIsAnAnswerLikeAnyOther() throws IOException {
        try (OneHost inside = new OneHost(INSIDE, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                OneHost open = new OneHost(
                        OPEN,
                        "HTTP/1.1 302 Found\r\nLocation: http://" + INSIDE + ":" + inside.port()
                                + "/\r\nContent-Length: 0\r\n\r\n");
                PublicHttp http = http(_ -> addresses(OPEN))) {
            URI address = URI.create("http://moved.example:" + open.port() + "/");
            assertThat(post(http, address).status()).isEqualTo(302);
            assertThatThrownBy(() -> http.get(address, Duration.ofSeconds(5), 100))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("302");
            assertThat(inside.calls()).isZero();
        }
    }

    @Test
    void whatTheMachineIsSetToDoOfProxiesAndCookiesIsNotDone() throws IOException {
        List<URI> asked = new CopyOnWriteArrayList<>();
        ProxySelector proxies = ProxySelector.getDefault();
        CookieHandler cookies = CookieHandler.getDefault();
        try (OneHost proxy = new OneHost(INSIDE, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nproxy");
                OneHost open = new OneHost(
                        OPEN,
                        "HTTP/1.1 200 OK\r\nSet-Cookie: a=b; Path=/\r\nContent-Length: 4\r\nConnection: close\r\n\r\nopen");
                PublicHttp http = http(_ -> addresses(OPEN))) {
            ProxySelector.setDefault(new ProxySelector() {
                @Override
                public List<Proxy> select(URI uri) {
                    if (uri.getPort() != open.port()) {
                        return List.of(Proxy.NO_PROXY);
                    }
                    asked.add(uri);
                    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.port());
                    Proxy.Type type = uri.getScheme().equals("socket") ? Proxy.Type.SOCKS : Proxy.Type.HTTP;
                    return List.of(new Proxy(type, address));
                }

                @Override
                public void connectFailed(URI uri, SocketAddress address, IOException failure) {
                    asked.add(uri);
                }
            });
            CookieHandler.setDefault(new CookieManager());
            URI address = URI.create("http://shop.example:" + open.port() + "/");
            for (int i = 0; i < 2; i++) {
                assertThat(post(http, address).start()).isEqualTo("open");
            }
            assertThat(asked).isEmpty();
            assertThat(proxy.calls()).isZero();
            assertThat(open.got())
                    .hasSize(2)
                    .noneMatch(request -> request.toLowerCase(Locale.ROOT).contains("cookie"));
        } finally {
            ProxySelector.setDefault(proxies);
            CookieHandler.setDefault(cookies);
        }
    }

    /// A wall that lets one address of this machine pass, in plain HTTP.
    private static PublicHttp http(Lookups.Source names) {
        return new PublicHttp(new PublicAddresses(List.of(OPEN), names));
    }

    private static InetAddress[] addresses(String... addresses) {
        return Stream.of(addresses).map(InetAddress::ofLiteral).toArray(InetAddress[]::new);
    }

    @Test
    void aNameServerThatIsSilentHoldsUpNoOtherNameAndNoVirtualThread() throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        Lookups lookups = new Lookups(
                host -> {
                    if (host.startsWith("silent")) {
                        asked.incrementAndGet();
                        hang(free);
                    }
                    return new InetAddress[] {InetAddress.getLoopbackAddress()};
                },
                Duration.ofMillis(500));
        try (lookups) {
            List<CompletableFuture<?>> silent = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                String host = "silent-" + i % 2;
                CompletableFuture<Object> done = new CompletableFuture<>();
                Thread.ofVirtual().start(() -> done.complete(catchThrowable(() -> lookups.of(host))));
                silent.add(done);
            }
            assertThat(lookups.of("well")).hasSize(1);
            for (CompletableFuture<?> each : silent) {
                assertThat(each.get(10, TimeUnit.SECONDS)).isInstanceOf(UnknownHostException.class);
            }
            assertThat(asked).as("each name is asked for once at a time").hasValue(2);
        } finally {
            free.countDown();
        }
    }

    /// As a native call does.
    private static void hang(CountDownLatch free) {
        boolean over = false;
        while (!over) {
            try {
                free.await();
                over = true;
            } catch (InterruptedException _) {
                // It does not listen.
            }
        }
    }

    private static void answer(ServerSocket server, String head, String more, int times, long pause) {
        try (Socket socket = server.accept();
                OutputStream out = socket.getOutputStream()) {
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < times; i++) {
                out.write(more.getBytes(StandardCharsets.US_ASCII));
                out.flush();
                Thread.sleep(pause);
            }
        } catch (IOException | InterruptedException _) {
            // The client has enough.
        }
    }

    private static PublicHttp.Answer post(PublicHttp http, URI address) throws IOException {
        return http.post(address, "text/plain", Map.of(), new byte[1], Duration.ofSeconds(1), 100);
    }
}
