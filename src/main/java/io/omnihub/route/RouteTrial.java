package io.omnihub.route;

import io.omnihub.message.BusinessRecord;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.wire.JsonCodec;
import io.omnihub.wire.RecordJson;
import io.omnihub.yaml.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.model.FromDefinition;
import org.apache.camel.model.Model;
import org.apache.camel.model.ModelLifecycleStrategySupport;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/// Runs a file's routes on the samples that lie beside them, without touching the outside: those of a route lie in the
/// folder `samples/<route>/`. What reaches `hub:inbound` or `hub:record` must be what stands in the sample's
/// `.unified.json`.
final class RouteTrial {

    private static final String EXPECTED = ".unified.json";
    private static final String HEADERS = "headers.properties";
    private static final String BEGIN = "direct:trial-of-";
    private static final int MOST = 200;
    private static final int LARGEST = 1 << 20;
    private static final long MOST_STAMPED = 20_000;

    private static final Duration EACH = Duration.ofSeconds(10);
    private static final Duration ALL = Duration.ofSeconds(60);

    private final JsonMapper json = new JsonMapper();
    private final CamelContext hub;
    private final Path samples;
    private final Duration each;
    private final Duration all;

    RouteTrial(CamelContext hub, Path routes) {
        this(hub, routes, EACH, ALL);
    }

    /// @param each which a sample may take
    /// @param all  which those of a file may take together
    RouteTrial(CamelContext hub, Path routes, Duration each, Duration all) {
        this.hub = hub;
        this.samples = routes.resolve("samples");
        this.each = each;
        this.all = all;
    }

    /// Ends with the first sample that takes too long, so that it does not keep others from being loaded.
    ///
    /// @param whole all files as they would run together
    List<Problem> run(RouteFile file, RouteSet whole) {
        List<String> routes = file.parts().routes().stream()
                .filter(route -> Files.isDirectory(samples.resolve(route)))
                .toList();
        if (routes.isEmpty()) {
            return List.of();
        }
        List<Problem> findings = new ArrayList<>();
        try (ScratchCamel scratch = new ScratchCamel(hub, whole.mappings())) {
            load(
                    scratch,
                    file,
                    whole.files().stream().filter(RouteFile::isOfRoutes).toList());
            long end = System.nanoTime() + all.toNanos();
            for (String route : routes) {
                run(scratch, route, end, findings);
            }
        } catch (Exception e) {
            findings.add(new Problem(file.name(), 0, "it can't be tried: " + reason(e)));
        }
        return findings;
    }

    private static void load(ScratchCamel scratch, RouteFile file, Collection<RouteFile> whole) throws Exception {
        Model model =
                Objects.requireNonNull(scratch.camel.getCamelContextExtension().getContextPlugin(Model.class));
        model.addModelLifecycleStrategy(new ModelLifecycleStrategySupport() {
            @Override
            public void onAddRouteDefinition(RouteDefinition route) {
                if (!route.getInput().getUri().startsWith("direct:")) {
                    route.setInput(null);
                    route.setInput(new FromDefinition(BEGIN + route.getId()));
                }
            }
        });
        List<RouteBuilder> builders = new ArrayList<>();
        for (RouteFile each : whole) {
            RouteBuilder builder = builder(scratch, each);
            if (builder instanceof RouteConfigurationBuilder configurations) {
                configurations.addRouteConfigurationsToCamelContext(scratch.camel);
            }
            builders.add(builder);
        }
        RouteBuilder tried = null;
        int i = 0;
        for (RouteFile each : whole) {
            RouteBuilder builder = builders.get(i++);
            builder.configureRoutes(scratch.camel);
            CamelRoutes.nameSteps(builder);
            if (each.name().equals(file.name())) {
                tried = builder;
            } else {
                model.addRouteTemplateDefinitions(
                        builder.getRouteTemplateCollection().getRouteTemplates());
            }
        }
        scratch.camel.start();
        if (tried != null) {
            scratch.camel.addRoutes(tried);
            scratch.camel.addTemplatedRoutes(tried);
        }
    }

    private static RouteBuilder builder(ScratchCamel scratch, RouteFile file) throws Exception {
        Collection<RoutesBuilder> builders = PluginHelper.getRoutesLoader(scratch.camel)
                .findRoutesBuilders(List.of(ResourceHelper.fromBytes("file:" + file.name(), file.bytes())));
        return (RouteBuilder) builders.iterator().next();
    }

    private void run(ScratchCamel scratch, String route, long end, List<Problem> findings)
            throws IOException, TimeoutException {
        Path folder = samples.resolve(route);
        Map<String, Object> headers = headers(folder);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path sample :
                    files.filter(RouteTrial::isSample).sorted().limit(MOST).toList()) {
                String name = "samples/" + route + "/" + sample.getFileName();
                try {
                    String difference = difference(sample, events(scratch, route, sample, headers, end));
                    if (!difference.isEmpty()) {
                        findings.add(new Problem(name, 0, difference));
                    }
                } catch (IOException | RuntimeException e) {
                    findings.add(new Problem(name, 0, "the route " + route + " fails on it: " + reason(e)));
                }
            }
        }
    }

    /// What tells whether any sample has come, changed or gone.
    int stamp() {
        try (Stream<Path> files = Files.walk(samples, 2)) {
            return files.limit(MOST_STAMPED).mapToInt(RouteTrial::stamp).sum();
        } catch (IOException | UncheckedIOException _) {
            return 0;
        }
    }

    private static int stamp(Path file) {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return Objects.hash(file, now.isDirectory() ? 0 : now.size(), now.lastModifiedTime());
        } catch (IOException _) {
            return 0;
        }
    }

    private static boolean isSample(Path file) {
        String name = file.getFileName().toString();
        return Files.isRegularFile(file) && !name.endsWith(EXPECTED) && !name.equals(HEADERS);
    }

    private static Map<String, Object> headers(Path folder) throws IOException {
        Map<String, Object> headers = new HashMap<>();
        Path file = folder.resolve(HEADERS);
        if (Files.isRegularFile(file)) {
            Properties properties = new Properties();
            try (var reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            }
            properties.forEach((name, value) -> headers.put(name.toString(), value));
        }
        return headers;
    }

    /// What reaches `hub:inbound` and `hub:record`.
    private ArrayNode events(ScratchCamel scratch, String route, Path sample, Map<String, Object> headers, long end)
            throws IOException, TimeoutException {
        byte[] body = read(sample);
        String from = scratch.camel.getRoute(route).getEndpoint().getEndpointUri();
        Future<Exchange> answer = scratch.camel
                .createFluentProducerTemplate()
                .to(from)
                .withProcessor(exchange -> {
                    exchange.getMessage().setBody(body);
                    exchange.getMessage().setHeaders(new HashMap<>(headers));
                })
                .asyncSend();
        try {
            long left = Math.clamp(end - System.nanoTime(), 0, each.toNanos());
            Exception failure = answer.get(left, TimeUnit.NANOSECONDS).getException();
            if (failure != null) {
                throw new IllegalStateException(failure);
            }
        } catch (TimeoutException _) {
            throw new TimeoutException("samples/" + route + "/" + sample.getFileName() + " takes more than "
                    + each.toSeconds() + " s, or all together more than " + all.toSeconds() + " s");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        ArrayNode events = json.createArrayNode();
        for (ScratchCamel.Caught caught : scratch.caught()) {
            if (caught.endpoint().matches("hub:(//)?(inbound|record)\\b.*")) {
                add(events, caught.body());
            }
        }
        return events;
    }

    private static byte[] read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new IOException(file.getFileName() + " is larger than " + LARGEST + " bytes");
            }
            return bytes;
        }
    }

    private void add(ArrayNode events, @Nullable Object body) {
        switch (body) {
            case List<?> list -> list.forEach(each -> add(events, each));
            case BusinessRecord record -> events.add(json.readTree(RecordJson.encode(record)));
            case InboundEvent event -> events.add(json.readTree(JsonCodec.encode(event)));
            case byte[] bytes -> addTree(events, json.readTree(bytes));
            case String text -> addTree(events, json.readTree(text));
            case null -> throw new InvalidMessageException("hub:inbound", "can't take nothing");
            default ->
                throw new InvalidMessageException(
                        "hub:inbound", "can't take a " + body.getClass().getName());
        }
    }

    private static void addTree(ArrayNode events, JsonNode tree) {
        if (tree instanceof ArrayNode array) {
            events.addAll(array);
        } else {
            events.add(tree);
        }
    }

    private String difference(Path sample, ArrayNode events) throws IOException {
        String name = sample.getFileName().toString();
        Path file = sample.resolveSibling(name.replaceFirst("\\.[A-Za-z0-9]+$", "") + EXPECTED);
        if (!Files.isRegularFile(file)) {
            return "there is no " + file.getFileName() + " beside it";
        }
        JsonNode expected;
        try {
            expected = json.readTree(read(file));
        } catch (JacksonException e) {
            return file.getFileName() + " is no JSON: " + e.getOriginalMessage();
        }
        ArrayNode list = json.createArrayNode();
        addTree(list, expected);
        return JsonDifference.first(list, events);
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return Objects.toString(cause.getMessage(), cause.getClass().getSimpleName())
                .replaceAll("\\s+", " ");
    }
}
