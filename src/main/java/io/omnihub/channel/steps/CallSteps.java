package io.omnihub.channel.steps;

import io.omnihub.channel.Blobs;
import io.omnihub.channel.ChannelInbox;
import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.channel.ChannelStatus.Reason;
import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.channel.declared.DeclaredAccount;
import io.omnihub.channel.declared.DeclaredChannels;
import io.omnihub.channel.http.AccessTokens;
import io.omnihub.channel.http.PlatformBody;
import io.omnihub.channel.http.PlatformHttp;
import io.omnihub.channel.http.RefusedTokenException;
import io.omnihub.channel.http.StatusCodes;
import io.omnihub.message.ChannelId;
import io.omnihub.message.Media;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.StreamCache;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.unit.DataSize;

/// Calls of a platform on behalf of an inbox of a declared channel, which the header `HubInbox` names.
final class CallSteps {

    /// What a route from `hub:media` is to fetch.
    static final String MEDIA = "HubMedia";

    private static final long LARGEST_ANSWER = 1 << 20;
    private static final int UNAUTHORIZED = 401;
    private static final int BUSY = 429;
    private static final int FAILED = 500;

    private static final Duration LONGEST = Duration.ofMinutes(2);

    /// Headers that others set, or that would change what is called.
    private static final Set<String> OURS = Set.of(
            "content-type",
            "content-length",
            "host",
            "connection",
            "expect",
            "upgrade",
            "transfer-encoding",
            "authorization",
            "cookie");

    private final ChannelId channel;
    private final DeclaredChannels channels;
    private final Blobs blobs;
    private final Credentials credentials;
    private final Address address;
    private final String method;
    private final @Nullable Signer signer;
    private final List<String> hosts;
    private final long largest;
    private final Supplier<PlatformHttp> clients;

    CallSteps(
            Options options,
            BiFunction<ChannelId, Duration, PlatformHttp> clients,
            DeclaredChannels channels,
            AccessTokens tokens,
            Blobs blobs,
            Clock clock) {
        this.channel = options.channel();
        this.channels = channels;
        this.blobs = blobs;
        this.credentials = new Credentials(channel, options, channels, tokens, clock);
        this.address = new Address(options.required("url"));
        this.method = options.get("method", "");
        String sign = options.get("sign", "");
        if (!sign.isEmpty() && !sign.equals("standard-webhooks")) {
            throw new IllegalArgumentException("sign must be standard-webhooks");
        }
        this.signer = sign.isEmpty() ? null : new Signer(options.get("signingKey", "signing-key"), clock);
        this.hosts = Arrays.stream(options.get("hosts", "").split(",", -1))
                .filter(host -> !host.isBlank())
                .toList();
        if (address.isChosenOutside() && hosts.isEmpty()) {
            throw new IllegalArgumentException("hosts must be given where url is {media:url}");
        }
        this.largest = DataSize.parse(options.get("largest", "100MB")).toBytes();
        Duration timeout = DurationStyle.detectAndParse(options.get("timeout", "20s"));
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("timeout must be between 1ms and 2m");
        }
        this.clients = () -> clients.apply(channel, timeout);
    }

    /// Makes a call and leaves the answer: its status, its body of 1 MB at most, its type and `Retry-After`.
    void call(Exchange exchange) {
        ChannelInbox<DeclaredAccount> inbox = inbox(exchange);
        PlatformHttp http = clients.get();
        Answer answer = credentials.with(inbox, http, request -> call(exchange, inbox, http, request));
        Message message = exchange.getMessage();
        message.removeHeaders("*", "Hub*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, answer.status());
        message.setHeader(Exchange.CONTENT_TYPE, answer.type());
        if (!answer.retryAfter().isEmpty()) {
            message.setHeader("Retry-After", answer.retryAfter());
        }
        message.setBody(answer.body());
    }

    /// Fetches a file into the blob store, and leaves it as stored.
    void fetch(Exchange exchange) {
        ChannelInbox<DeclaredAccount> inbox = inbox(exchange);
        Media media = exchange.getProperty(MEDIA, Media.class);
        if (media == null) {
            throw new IllegalStateException("platform:fetch is for a route from hub:media");
        }
        PlatformHttp http = clients.get();
        Media stored = ChannelUnavailableException.preparing(
                () -> credentials.with(inbox, http, request -> fetch(exchange, inbox, http, media, request)));
        exchange.getMessage().setBody(stored);
    }

    private Answer call(
            Exchange exchange, ChannelInbox<DeclaredAccount> inbox, PlatformHttp http, HttpRequest.Builder request) {
        Message message = exchange.getMessage();
        request.uri(address.of(exchange, inbox.account()));
        message.getHeaders().forEach((name, value) -> {
            if (value instanceof String text && isForThePlatform(name)) {
                header(request, name, text);
            }
        });
        String told = Objects.requireNonNullElse(message.getHeader(Exchange.HTTP_METHOD, String.class), "POST");
        String used = method.isEmpty() ? told : method;
        BodyPublisher body = used.equals("GET") ? BodyPublishers.noBody() : body(exchange, inbox, request);
        String type = message.getHeader(Exchange.CONTENT_TYPE, String.class);
        if (type != null && !used.equals("GET")) {
            header(request, "Content-Type", type);
        }
        try (PlatformBody answer = http.answer(inbox, request.method(used, body).build(), LARGEST_ANSWER)) {
            refuse(inbox, answer.status());
            return new Answer(
                    answer.status(), answer.header("Content-Type"), answer.header("Retry-After"), answer.bytes());
        }
    }

    /// The JDK's own words would repeat the value, which is what somebody wrote.
    private static void header(HttpRequest.Builder request, String name, String value) {
        try {
            request.header(name, value);
        } catch (IllegalArgumentException _) {
            throw new ChannelRejectedException("no-header", "the header " + name + " can't hold what is to be in it");
        }
    }

    private void refuse(ChannelInbox<DeclaredAccount> inbox, int status) {
        if (status == UNAUTHORIZED) {
            inbox.offline(Reason.CREDENTIALS, "the platform does not accept the inbox's secrets");
            if (credentials.hasTokens()) {
                throw new RefusedTokenException(
                        () -> ChannelUnavailableException.later("the platform refuses our access token"));
            }
        } else if (status == BUSY) {
            inbox.degraded(Reason.RATE_LIMITED, "the platform wants to be called less often");
        } else if (status >= FAILED) {
            inbox.degraded(Reason.UNREACHABLE, "the platform answers HTTP " + status);
        } else {
            inbox.online();
        }
    }

    private BodyPublisher body(Exchange exchange, ChannelInbox<DeclaredAccount> inbox, HttpRequest.Builder request) {
        Object body = exchange.getMessage().getBody();
        if (body instanceof InputStream stream && signer == null) {
            return file(exchange, stream);
        }
        byte[] bytes = Objects.requireNonNullElse(exchange.getMessage().getBody(byte[].class), new byte[0]);
        if (signer != null) {
            signer.sign(request, exchange, bytes, inbox.account());
        }
        return BodyPublishers.ofByteArray(bytes);
    }

    /// What is read anew for each try, and whose length is told.
    private static BodyPublisher file(Exchange exchange, InputStream stream) {
        StreamCache cache = Objects.requireNonNull(
                exchange.getContext().getTypeConverter().convertTo(StreamCache.class, exchange, stream));
        return BodyPublishers.fromPublisher(
                BodyPublishers.ofInputStream(() -> {
                    try {
                        return (InputStream) cache.copy(exchange);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }),
                cache.length());
    }

    private Media fetch(
            Exchange exchange,
            ChannelInbox<DeclaredAccount> inbox,
            PlatformHttp http,
            Media media,
            HttpRequest.Builder request) {
        URI uri = address.of(exchange, inbox.account());
        Set<String> allowed = hosts.stream()
                .map(host ->
                        host.startsWith("{") ? inbox.account().property(host.substring(1, host.length() - 1)) : host)
                .flatMap(host -> Arrays.stream(host.split("[, ]+", -1)))
                .map(host -> host.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
        if (!hosts.isEmpty() && !allowed.contains(uri.getHost().toLowerCase(Locale.ROOT))) {
            throw new ChannelRejectedException("foreign-host", "the file lies on a host from which none is fetched");
        }
        try (PlatformBody answer = http.answer(inbox, request.uri(uri).GET().build(), largest)) {
            refuse(inbox, answer.status());
            if (answer.isError() && StatusCodes.passes(answer.status())) {
                throw answer.refusal();
            }
            if (answer.isError()) {
                throw new ChannelRejectedException("http-" + answer.status(), "the platform does not give the file");
            }
            return answer.keep(blobs, media, largest);
        }
    }

    private ChannelInbox<DeclaredAccount> inbox(Exchange exchange) {
        String inbox = exchange.getMessage().getHeader("HubInbox", String.class);
        if (inbox == null) {
            throw new IllegalStateException("platform: needs the header HubInbox");
        }
        return channels.get(channel, inbox);
    }

    private static boolean isForThePlatform(String name) {
        return !name.startsWith("Camel")
                && !name.startsWith("Hub")
                && name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+")
                && !OURS.contains(name.toLowerCase(Locale.ROOT));
    }

    Processor calling() {
        return this::call;
    }

    Processor fetching() {
        return this::fetch;
    }

    /// What came.
    @SuppressWarnings("ArrayRecordComponent")
    private record Answer(int status, String type, String retryAfter, byte[] body) {}
}
