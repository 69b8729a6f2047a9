package io.omnihub.channel.steps;

import io.omnihub.channel.Blobs;
import io.omnihub.channel.declared.DeclaredChannels;
import io.omnihub.channel.http.AccessTokens;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/// The component `platform:`: calls of a platform. docs/adding-a-channel.md tells its steps and their options.
final class PlatformComponent extends DefaultComponent {

    private final DeclaredChannels channels;
    private final AccessTokens tokens;
    private final Blobs blobs;
    private final Clock clock;
    private final List<CallSteps> steps = new CopyOnWriteArrayList<>();

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
        CallSteps calls = new CallSteps(new Options(parameters), channels, tokens, blobs, clock);
        steps.add(calls);
        return new StepEndpoint(uri, this, step.equals("call") ? calls.calling() : calls.fetching());
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        steps.forEach(CallSteps::close);
        steps.clear();
    }
}
