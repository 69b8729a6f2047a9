package io.omnihub.channel.callback;

import io.omnihub.channel.Takers;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.springboot.SpringBootPlatformHttpConsumer;

/// Runs the route of one path, which no other route may take by the same method: Camel would give it to one of them.
class PathConsumer extends SpringBootPlatformHttpConsumer {

    private final Takers takers;
    private final List<String> methods;

    /// On the virtual thread that the request has already.
    PathConsumer(PlatformHttpEndpoint endpoint, Processor processor, Takers takers) {
        super(endpoint, processor, (Executor) Runnable::run);
        this.takers = takers;
        String restrict = endpoint.getHttpMethodRestrict();
        this.methods = restrict == null ? List.of() : List.of(restrict.split(","));
    }

    boolean takes(String method) {
        return methods.isEmpty() || methods.contains(method);
    }

    List<String> methods() {
        return methods;
    }

    @Override
    protected void doStart() throws Exception {
        // The names of its placeholders make no other path.
        String path = getEndpoint().getPath().replaceAll("\\{[^/]*}", "{}");
        takers.take("the path " + path, Set.copyOf(methods), this);
        super.doStart();
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        takers.release(this);
    }
}
