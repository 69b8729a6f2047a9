package io.omnihub.route;

import io.omnihub.channel.ChannelStatuses;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.DelegateEndpoint;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.spi.PollingConsumerPollStrategy;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.apache.camel.support.DefaultPollingConsumerPollStrategy;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.LoggingExceptionHandler;
import org.apache.camel.support.PropertyBindingSupport;
import org.apache.camel.support.ScheduledPollEndpoint;

/// Has routes that poll a folder, a server of files or somebody else's database tell how the inbox does for which they
/// poll: that which a templated route has as its parameter `inbox`, of the tenant `tenant`.
final class InboxPolls extends LifecycleStrategySupport implements CamelContextConfiguration {

    private static final String INBOX = "inbox";
    private static final String TENANT = "tenant";

    private final ChannelStatuses statuses;

    InboxPolls(ChannelStatuses statuses) {
        this.statuses = statuses;
    }

    @Override
    public void beforeApplicationStart(CamelContext camel) {
        camel.addLifecycleStrategy(this);
    }

    @Override
    public void afterApplicationStart(CamelContext camel) {
        // Routes come later.
    }

    /// The consumer that is made then has it of its endpoint, also one that is made whenever this node leads.
    @Override
    public void onRouteContextCreate(Route route) {
        String inbox = parameter(route, INBOX, "");
        if (!inbox.isEmpty() && endpoint(route) instanceof ScheduledPollEndpoint polled) {
            TenantId tenant = new TenantId(parameter(route, TENANT, TenantId.DEFAULT.value()));
            listen(route, polled, tenant, new InboxId(inbox));
        }
    }

    @Override
    public void onRoutesRemove(Collection<Route> routes) {
        for (Route route : routes) {
            if (endpoint(route) instanceof ScheduledPollEndpoint polled
                    && polled.getPollStrategy() instanceof ToldPoll told) {
                told.end();
            }
        }
    }

    private static Endpoint endpoint(Route route) {
        return route.getEndpoint() instanceof DelegateEndpoint within ? within.getEndpoint() : route.getEndpoint();
    }

    /// Servers of files have one that logs in anew after a failure. An endpoint may be that of an earlier route.
    private static PollingConsumerPollStrategy own(ScheduledPollEndpoint polled) {
        return switch (polled.getPollStrategy()) {
            case null -> new DefaultPollingConsumerPollStrategy();
            case ToldPoll told -> told.own();
            case PollingConsumerPollStrategy own -> own;
        };
    }

    /// A handler that the route itself names hears of all that is no failure of what is polled.
    private static ExceptionHandler others(CamelContext camel, ScheduledPollEndpoint polled) {
        return switch (polled.getExceptionHandler()) {
            case null -> new LoggingExceptionHandler(camel, polled.getClass());
            case ToldPoll told -> told.others();
            case ExceptionHandler own -> own;
        };
    }

    private void listen(Route route, ScheduledPollEndpoint polled, TenantId tenant, InboxId inbox) {
        CamelContext camel = route.getCamelContext();
        ToldPoll told = new ToldPoll(statuses, tenant, inbox, route.getRouteId(), own(polled), others(camel, polled));
        polled.setPollStrategy(told);
        polled.setExceptionHandler(told);
        if (polled instanceof GenericFileEndpoint<?> files) {
            // Else a server that can't be reached would be an empty folder.
            PropertyBindingSupport.build().bind(camel, files.getConfiguration(), "throwExceptionOnConnectFailed", true);
        }
    }

    private static String parameter(Route route, String name, String missing) {
        Model model = Objects.requireNonNull(
                route.getCamelContext().getCamelContextExtension().getContextPlugin(Model.class));
        return Optional.ofNullable(model.getRouteDefinition(route.getRouteId()))
                .map(RouteDefinition::getTemplateParameters)
                .map(parameters -> parameters.get(name))
                .map(Object::toString)
                .orElse(missing);
    }
}
