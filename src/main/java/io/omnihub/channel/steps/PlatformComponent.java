package io.omnihub.channel.steps;

import io.omnihub.channel.Blobs;
import io.omnihub.channel.declared.DeclaredChannels;
import io.omnihub.channel.http.AccessTokens;
import io.omnihub.channel.http.PlatformHttp;
import io.omnihub.message.ChannelId;
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
        CallSteps calls = new CallSteps(new Options(parameters), this::client, channels, tokens, blobs, clock);
        return new StepEndpoint(uri, this, step.equals("call") ? calls.calling() : calls.fetching());
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        clients.values().forEach(PlatformHttp::close);
        clients.clear();
    }

    private PlatformHttp client(ChannelId channel, Duration timeout) {
        return clients.computeIfAbsent(
                new Client(channel, timeout),
                of -> new PlatformHttp(of.channel().value(), of.timeout()));
    }

    private record Client(ChannelId channel, Duration timeout) {}
}
