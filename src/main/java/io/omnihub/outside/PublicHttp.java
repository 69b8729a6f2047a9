package io.omnihub.outside;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HeaderElements;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.Registry;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.io.HttpClientResponseHandler;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/// HTTP to addresses that people name, behind the wall of [PublicAddresses]: no redirects, no proxy, no cookies, and
/// limits on an answer's time and size. Plain HTTP goes only where the configuration allows it.
public final class PublicHttp implements AutoCloseable {

    private static final Timeout CONNECT = Timeout.ofSeconds(5);
    private static final TimeValue IDLE = TimeValue.ofSeconds(30);
    private static final int AT_ONCE = 100;

    private final PublicAddresses addresses;
    private final Client secure;
    private final Client plain;

    public PublicHttp(PublicAddresses addresses) {
        this.addresses = addresses;
        this.secure = new Client(addresses, false);
        this.plain = new Client(addresses, true);
    }

    /// Whether an address may be called, as far as its name leads somewhere now.
    ///
    /// @throws PublicAddresses.ClosedException where not
    public void check(URI address) throws PublicAddresses.ClosedException {
        try {
            addresses.resolve(host(address), isPlain(address));
        } catch (PublicAddresses.ClosedException e) {
            throw e;
        } catch (UnknownHostException _) {
            // Each call asks anew.
        }
    }

    /// Posts bytes.
    ///
    /// @param patience for the whole of the answer
    /// @param most     so many bytes of the answer are read
    /// @throws IOException where no answer came
    public Answer post(URI address, String type, Map<String, String> headers, byte[] body, Duration patience, int most)
            throws IOException {
        HttpPost request = new HttpPost(address);
        headers.forEach(request::setHeader);
        request.setEntity(new ByteArrayEntity(body, ContentType.parse(type)));
        return call(address, request, patience, response -> answer(response, most));
    }

    /// Fetches bytes.
    ///
    /// @param patience for the whole of them
    /// @param most     so many at most
    /// @throws IOException where none came, or more
    public byte[] get(URI address, Duration patience, int most) throws IOException {
        HttpGet request = new HttpGet(address);
        // Nobody comes back soon.
        request.setHeader(HttpHeaders.CONNECTION, HeaderElements.CLOSE);
        return call(address, request, patience, response -> bytes(response, most));
    }

    private <T> T call(URI address, HttpUriRequestBase request, Duration patience, HttpClientResponseHandler<T> reader)
            throws IOException {
        request.setConfig(RequestConfig.custom()
                .setResponseTimeout(Timeout.of(patience))
                .setConnectionRequestTimeout(CONNECT)
                .build());
        CompletableFuture<Boolean> late =
                new CompletableFuture<Boolean>().completeOnTimeout(true, patience.toMillis(), TimeUnit.MILLISECONDS);
        var _ = late.thenAccept(over -> {
            if (over) {
                request.abort();
            }
        });
        try {
            return (isPlain(address) ? plain : secure).http.execute(request, reader);
        } catch (IOException e) {
            throw late.isDone() && !late.isCancelled() ? new SlowException(e) : e;
        } finally {
            late.complete(false);
        }
    }

    private static byte[] bytes(ClassicHttpResponse response, int most) throws IOException {
        HttpEntity entity = response.getEntity();
        if (response.getCode() != HttpStatus.SC_OK || entity == null) {
            throw new IOException("no bytes, but the answer " + response.getCode());
        }
        try (InputStream in = entity.getContent()) {
            byte[] bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                response.close();
                throw new IOException("more than " + most + " bytes");
            }
            return bytes;
        }
    }

    private static Answer answer(ClassicHttpResponse response, int most) throws IOException {
        HttpEntity entity = response.getEntity();
        byte[] start = new byte[0];
        if (entity != null) {
            try (InputStream in = entity.getContent()) {
                start = in.readNBytes(most + 1);
                if (start.length > most) {
                    // What is left is not worth its bytes, nor is the connection.
                    response.close();
                }
            }
        }
        Header retry = response.getFirstHeader(HttpHeaders.RETRY_AFTER);
        return new Answer(
                response.getCode(),
                new String(start, 0, Math.min(start.length, most), StandardCharsets.UTF_8),
                retry == null ? "" : retry.getValue());
    }

    /// Ends connections that nobody has used lately.
    public void closeIdle() {
        secure.connections.closeIdle(IDLE);
        plain.connections.closeIdle(IDLE);
    }

    @Override
    public void close() {
        secure.http.close(CloseMode.IMMEDIATE);
        plain.http.close(CloseMode.IMMEDIATE);
        addresses.close();
    }

    private static String host(URI address) {
        String host = address.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static boolean isPlain(URI address) {
        return "http".equalsIgnoreCase(address.getScheme());
    }

    /// What came back.
    ///
    /// @param start      the first bytes of the body, as text
    /// @param retryAfter the header; empty where there is none
    public record Answer(int status, String start, String retryAfter) {}

    /// The answer was not whole in time.
    public static final class SlowException extends IOException {

        private static final long serialVersionUID = 1L;

        SlowException(IOException cause) {
            super("no whole answer in time", cause);
        }
    }

    /// Its sockets lead to their addresses themselves, whatever proxies the machine is set to use.
    private static final class Direct extends PoolingHttpClientConnectionManagerBuilder {

        @Override
        protected HttpClientConnectionOperator createConnectionOperator(
                SchemePortResolver ports, DnsResolver names, TlsSocketStrategy tls) {
            Registry<TlsSocketStrategy> strategies = RegistryBuilder.<TlsSocketStrategy>create()
                    .register(URIScheme.HTTPS.id, tls)
                    .build();
            return new DefaultHttpClientConnectionOperator(_ -> new Socket(Proxy.NO_PROXY), ports, names, strategies);
        }
    }

    private static final class Client {

        private final PoolingHttpClientConnectionManager connections;
        private final CloseableHttpClient http;

        Client(PublicAddresses addresses, boolean onlyAllowed) {
            connections = new Direct()
                    .setDnsResolver(new DnsResolver() {

                        @Override
                        public InetAddress[] resolve(String host) throws UnknownHostException {
                            return addresses.resolve(host, onlyAllowed);
                        }

                        @Override
                        public String resolveCanonicalHostname(String host) {
                            return host;
                        }
                    })
                    .setDefaultConnectionConfig(ConnectionConfig.custom()
                            .setConnectTimeout(CONNECT)
                            .setIdleTimeout(Timeout.of(IDLE.toDuration()))
                            .setTimeToLive(TimeValue.ofMinutes(5))
                            // One that the other side has ended would count as a failure of its.
                            .setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS)
                            .build())
                    // Places are counted for each host, so that none waits for another's.
                    .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                    .setMaxConnPerRoute(AT_ONCE)
                    .build();
            http = HttpClients.custom()
                    .setConnectionManager(connections)
                    .setUserAgent("OmniHub")
                    .disableRedirectHandling()
                    .disableAutomaticRetries()
                    .disableCookieManagement()
                    .disableAuthCaching()
                    .disableContentCompression()
                    .build();
        }
    }
}
