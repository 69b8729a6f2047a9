package io.omnihub.route;

import io.omnihub.channel.Takers;
import io.omnihub.mapping.Mapping;
import io.omnihub.mapping.Mappings;
import io.omnihub.yaml.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Route;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.ServiceStatus;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteBuilderLifecycleStrategy;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.component.direct.DirectEndpoint;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.model.FromDefinition;
import org.apache.camel.model.Model;
import org.apache.camel.model.ModelLifecycleStrategySupport;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.util.StringHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives files to Camel and takes them from it. One thread at a time.
///
/// Files that take the place of others do so in steps, each of which can be taken back:
///
/// 1. The new routes are made beside the old ones, under other ids, and are not started: what can't be made is refused.
/// 2. Those that are called, by HTTP or by `direct:`, are started beside the old ones; each call from then on is
/// theirs.
/// 3. The old ones end, once they have finished what they are doing.
/// 4. The new routes are made and started under their own ids.
/// 5. Those beside them end.
final class CamelRoutes {

    /// Behind the id of a route that runs beside its predecessor for a moment.
    static final String BESIDE = "~new";

    private static final Logger LOG = LoggerFactory.getLogger(CamelRoutes.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Map<String, String> HARMLESS =
            Map.of("platform-http", "fileNameExtWhitelist=beside", "direct", "lazyStartProducer=false");

    /// For those who have found a consumer and are about to call it.
    private static final Duration STEP = Duration.ofMillis(20);

    private final CamelContext camel;
    private final Takers takers;
    private final Mappings mappings;
    private final Set<String> stopped = new HashSet<>();

    /// Routes that run until others have taken over.
    private Set<String> leaving = Set.of();

    CamelRoutes(CamelContext camel, Takers takers, Mappings mappings) {
        this.camel = camel;
        this.takers = takers;
        this.mappings = mappings;
        model().addModelLifecycleStrategy(new ModelLifecycleStrategySupport() {
            @Override
            public void onAddRouteDefinition(RouteDefinition route) {
                String id = Objects.toString(route.getId(), "");
                if (isBeside(id) || stopped.contains(id)) {
                    route.setAutoStartup("false");
                }
                if (isBeside(id)) {
                    FromDefinition input = route.getInput();
                    // It takes one only where it has none.
                    route.setInput(null);
                    route.setInput(beside(input));
                }
            }
        });
        camel.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onRoutesAdd(Collection<Route> routes) {
                // They are about to start.
                routes.stream().filter(route -> !isBeside(route.getRouteId())).forEach(CamelRoutes.this::takeOver);
            }
        });
    }

    /// Camel wants another endpoint for it, so it gets an option that changes nothing.
    private static FromDefinition beside(FromDefinition input) {
        String scheme = StringHelper.before(input.getUri(), ":", "");
        if (!HARMLESS.containsKey(scheme)) {
            return input;
        }
        String separator = input.getUri().contains("?") ? "&" : "?";
        FromDefinition other = new FromDefinition(input.getUri() + separator + HARMLESS.get(scheme));
        other.setLocation(input.getLocation());
        other.setLineNumber(input.getLineNumber());
        return other;
    }

    /// Puts files in the place of others. What runs keeps the mappings that it began with.
    ///
    /// @param with the mappings that the new ones use
    /// @throws RefusedException where that can't be done; the old ones go on then, unless they are lost
    List<Active> replace(List<Active> old, List<RouteFile> files, Map<String, Mapping> with) throws RefusedException {
        Map<String, Mapping> before = mappings.inUse();
        mappings.use(with);
        List<String> routes =
                old.stream().flatMap(active -> active.routes().stream()).toList();
        old.forEach(this::forget);
        stopped.clear();
        routes.stream().filter(this::isStopped).forEach(stopped::add);
        List<String> beside = new ArrayList<>();
        try {
            if (!routes.isEmpty() && !files.isEmpty()) {
                beside.addAll(startBeside(routes, files));
            }
        } catch (RefusedException e) {
            old.forEach(this::recall);
            mappings.use(before);
            throw e;
        }
        try {
            end(routes);
            leave(beside);
            return add(files, "");
        } catch (RefusedException e) {
            mappings.use(before);
            if (!old.isEmpty()) {
                LOG.warn("Routes go back to what they were, since the new ones can't be started: {}", e.getMessage());
                Optional<RefusedException> failure = restore(old);
                if (failure.isPresent()) {
                    throw new RefusedException(
                            Stream.concat(e.findings().stream(), failure.get().findings().stream())
                                    .distinct()
                                    .toList(),
                            true);
                }
            }
            throw e;
        } finally {
            end(beside);
            leave(List.of());
            stopped.clear();
        }
    }

    /// @return the ids of those that were started, or of all, where there were no old ones
    private List<String> startBeside(List<String> old, List<RouteFile> files) throws RefusedException {
        List<Active> made = add(files, BESIDE);
        made.forEach(this::forget);
        List<String> beside = made.stream()
                .flatMap(active -> active.routes().stream())
                .map(id -> id + BESIDE)
                .toList();
        leave(old);
        try {
            for (String id :
                    beside.stream().sorted(Comparator.comparing(this::isHttp)).toList()) {
                Route route = camel.getRoute(id);
                if (route != null && isCalled(route) && !stopped.contains(own(id))) {
                    takeOver(route);
                    camel.getRouteController().startRoute(id);
                }
            }
            return beside;
        } catch (Exception e) {
            end(beside);
            old.stream()
                    .map(camel::getRoute)
                    .filter(CamelRoutes::isDirect)
                    .forEach(route -> ServiceHelper.resumeService(route.getConsumer()));
            throw refused(files.getFirst(), e);
        }
    }

    private void leave(Collection<String> ids) {
        leaving = Set.copyOf(ids);
        takers.leave(leaving);
    }

    /// Camel lets only one route be called by a name. One that leaves is not called any more; it goes on to run, since
    /// a caller may have it in his hand.
    private void takeOver(Route route) {
        if (isDirect(route)) {
            leaving.stream()
                    .map(camel::getRoute)
                    .filter(other -> isDirect(other) && isSame(other, route))
                    .forEach(other -> ServiceHelper.suspendService(other.getConsumer()));
        }
    }

    private Optional<RefusedException> restore(List<Active> old) {
        try {
            List<Active> again = add(old.stream().map(Active::file).toList(), "");
            // The definitions that are remembered are those that were taken out.
            again.forEach(this::forget);
            old.forEach(this::recall);
            return Optional.empty();
        } catch (RefusedException e) {
            LOG.error("Routes that ran before can't be started again: {}", e.getMessage());
            return Optional.of(e);
        }
    }

    /// All of it, or nothing. Of mappings and tables there is nothing to do: whoever names them has them already.
    private List<Active> add(List<RouteFile> all, String suffix) throws RefusedException {
        List<Active> added = new ArrayList<>();
        List<RouteFile> files = all.stream().filter(RouteFile::isOfRoutes).toList();
        List<RouteBuilder> builders = new ArrayList<>();
        RouteFile current = null;
        try {
            for (RouteFile file : files) {
                current = file;
                RouteBuilder builder = builder(file, suffix);
                builders.add(builder);
                if (builder instanceof RouteConfigurationBuilder configurations) {
                    configurations.addRouteConfigurationsToCamelContext(camel);
                }
                added.add(new Active(file, new ArrayList<>(), configurations(builder)));
            }
            for (int i = 0; i < files.size(); i++) {
                current = files.get(i);
                RouteBuilder builder = builders.get(i);
                builder.configureRoutes(camel);
                List<RouteTemplateDefinition> templates =
                        builder.getRouteTemplateCollection().getRouteTemplates();
                model().addRouteTemplateDefinitions(templates);
                added.get(i).templates().addAll(templates);
                templates.clear();
            }
            for (int i = 0; i < files.size(); i++) {
                current = files.get(i);
                camel.addRoutes(builders.get(i));
                camel.addTemplatedRoutes(builders.get(i));
            }
            all.stream()
                    .filter(file -> !file.isOfRoutes())
                    .map(file -> new Active(file, List.of(), List.of()))
                    .forEach(added::add);
            return added;
        } catch (Exception e) {
            end(files.stream()
                    .flatMap(file -> file.parts().routes().stream())
                    .map(id -> id + suffix)
                    .toList());
            added.forEach(this::forget);
            throw refused(current == null ? files.getFirst() : current, e);
        }
    }

    private RouteBuilder builder(RouteFile file, String suffix) throws Exception {
        Resource resource = ResourceHelper.fromBytes("file:" + file.name(), file.bytes());
        Collection<RoutesBuilder> builders = PluginHelper.getRoutesLoader(camel).findRoutesBuilders(List.of(resource));
        RouteBuilder builder = (RouteBuilder) builders.iterator().next();
        builder.addLifecycleInterceptor(new RouteBuilderLifecycleStrategy() {
            @Override
            public void afterConfigure(RouteBuilder made) {
                nameSteps(made);
                if (!suffix.isEmpty()) {
                    rename(made, suffix);
                }
            }
        });
        return builder;
    }

    /// Has steps of templates begin with the id of the route that is made of them, where its file says no `prefixId`.
    static void nameSteps(RouteBuilder builder) {
        builder.getTemplatedRouteCollection().getTemplatedRoutes().stream()
                .filter(route -> route.getPrefixId() == null)
                .forEach(route -> route.setPrefixId(route.getRouteId() + "-"));
    }

    private static void rename(RouteBuilder builder, String suffix) {
        builder.getRouteCollection().getRoutes().forEach(route -> {
            route.setNodePrefixId(
                    suffix + Stream.ofNullable(route.getNodePrefixId()).collect(Collectors.joining()));
            route.setId(route.getId() + suffix);
        });
        builder.getTemplatedRouteCollection().getTemplatedRoutes().forEach(route -> {
            route.setPrefixId(suffix + route.getPrefixId());
            route.setRouteId(route.getRouteId() + suffix);
        });
    }

    private static List<RouteConfigurationDefinition> configurations(RouteBuilder builder) {
        return builder instanceof RouteConfigurationBuilder configurations
                ? List.copyOf(configurations.getRouteConfigurationCollection().getRouteConfigurations())
                : List.of();
    }

    private void forget(Active active) {
        try {
            model().removeRouteTemplateDefinitions(active.templates());
            for (RouteConfigurationDefinition configuration : active.configurations()) {
                model().removeRouteConfiguration(configuration);
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void recall(Active active) {
        try {
            model().addRouteTemplateDefinitions(active.templates());
            model().addRouteConfigurations(active.configurations());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /// Lets routes finish what they are doing, and removes them. Those by HTTP come first: they call the others.
    private void end(Collection<String> ids) {
        Stream.concat(ids.stream().filter(this::isHttp), ids.stream().filter(id -> !isHttp(id)))
                .toList()
                .forEach(this::end);
    }

    private void end(String id) {
        try {
            Route route = camel.getRoute(id);
            if (route != null && isStarted(id)) {
                rest(route);
                camel.getRouteController().stopRoute(id, PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
            camel.removeRoute(id);
            RouteDefinition left = model().getRouteDefinition(id);
            if (left != null) {
                model().removeRouteDefinition(left);
            }
        } catch (Exception e) {
            LOG.error("The route {} can't be ended properly", id, e);
        }
    }

    /// Camel looks only once a second whether a route has finished.
    private void rest(Route route) throws InterruptedException {
        Consumer consumer = route.getConsumer();
        // What was found together, such as all files of a folder, is not done to its end: the next one finds the rest.
        if (consumer instanceof ShutdownAware aware) {
            aware.deferShutdown(ShutdownRunningTask.CompleteCurrentTaskOnly);
        }
        // Its successor, if there is one, takes the calls by HTTP; and who calls it directly waits for it.
        if (consumer instanceof Suspendable) {
            ServiceHelper.suspendService(consumer);
        }
        TimeUnit.NANOSECONDS.sleep(STEP.toNanos());
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (camel.getInflightRepository().size(route.getRouteId()) > 0 && System.nanoTime() < end) {
            TimeUnit.NANOSECONDS.sleep(STEP.toNanos());
        }
    }

    private static String own(String beside) {
        return beside.substring(0, beside.length() - BESIDE.length());
    }

    private static boolean isDirect(@Nullable Route route) {
        return route != null && route.getEndpoint() instanceof DirectEndpoint;
    }

    private static boolean isSame(Route one, Route other) {
        return one.getEndpoint().getEndpointBaseUri().equals(other.getEndpoint().getEndpointBaseUri());
    }

    private static boolean isCalled(Route route) {
        return isDirect(route) || route.getEndpoint() instanceof PlatformHttpEndpoint;
    }

    private boolean isHttp(String id) {
        Route route = camel.getRoute(id);
        return route != null && route.getEndpoint() instanceof PlatformHttpEndpoint;
    }

    private boolean isStarted(String id) {
        ServiceStatus status = camel.getRouteController().getRouteStatus(id);
        return status != null && !status.isStopped();
    }

    private boolean isStopped(String id) {
        ServiceStatus status = camel.getRouteController().getRouteStatus(id);
        return status != null && (status.isStopped() || status.isSuspended());
    }

    static boolean isBeside(String id) {
        return id.endsWith(BESIDE);
    }

    private Model model() {
        return Objects.requireNonNull(camel.getCamelContextExtension().getContextPlugin(Model.class));
    }

    /// Camel's own words, as near to the cause as they are, with the line of the route that they are about.
    private static RefusedException refused(RouteFile file, Exception failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String all = failure + " " + cause;
        int line = file.parts().parts().stream()
                .filter(part -> !part.id().isEmpty() && all.contains(part.id()))
                .mapToInt(RouteParts.Part::line)
                .findFirst()
                .orElse(0);
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new RefusedException(
                new Problem(file.name(), line, message.replaceAll("\\s+", " ").strip()));
    }
}
