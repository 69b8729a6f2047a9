package io.omnihub.channel.steps;

import io.omnihub.channel.Blobs;
import io.omnihub.channel.declared.DeclaredChannels;
import io.omnihub.channel.http.AccessTokens;
import io.omnihub.channel.http.PlatformHttp;
import io.omnihub.message.ChannelId;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/// The component `platform:`: calls of a platform. docs/adding-a-channel.md tells its steps and their options.
final class PlatformComponent extends DefaultComponent {

    private final DeclaredChannels channels;
    private final AccessTokens tokens;
    private final Blobs blobs;
    private final Clock clock;
    private final Map<Client, PlatformHttp> clients = new ConcurrentHashMap<>();

    PlatformComponent(DeclaredChannels channels, AccessTokens tokens, Blobs blobs, Clock clock) {
        this.channels = channels;
        this.tokens = tokens;
        this.blobs = blobs;
        this.clock = clock;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String step, Map<String, Object> parameters) {
        if (!step.equals("call") && !step.equals("fetch")) {
            throw new IllegalArgumentException(
                    "There is no step platform:" + step + "; there are platform:call and platform:fetch");
        }
        Options options = new Options(parameters);
        HttpClient.Version version = version(options.get("http", "1.1"));
        CallSteps calls = new CallSteps(
                options,
                (channel, timeout) -> client(new Client(channel, timeout, version)),
                channels,
                tokens,
                blobs,
                clock);
        return new StepEndpoint(uri, this, step.equals("call") ? calls.calling() : calls.fetching());
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        clients.values().forEach(PlatformHttp::close);
        clients.clear();
    }

    private static HttpClient.Version version(String http) {
        return switch (http) {
            case "1.1" -> HttpClient.Version.HTTP_1_1;
            case "2" -> HttpClient.Version.HTTP_2;
            default -> throw new IllegalArgumentException("http must be 1.1 or 2");
        };
    }

    private PlatformHttp client(Client wanted) {
        return clients.computeIfAbsent(
                wanted, of -> new PlatformHttp(of.channel().value(), of.timeout(), of.version()));
    }

    private record Client(ChannelId channel, Duration timeout, HttpClient.Version version) {}
}
