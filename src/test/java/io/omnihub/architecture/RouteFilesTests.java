package io.omnihub.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// What a route file of ours may not say: nothing waits in memory between a platform and the buffer, and nothing that a
/// message says becomes code, an address or a bean's name.
class RouteFilesTests {

    private static final Set<String> IN_MEMORY = Set.of("wireTap", "threads", "aggregate", "resequence", "delay");

    private static final Set<String> CODE = Set.of(
            "groovy",
            "js",
            "javascript",
            "mvel",
            "ognl",
            "joor",
            "java",
            "python",
            "spel",
            "datasonnet",
            "script",
            "bean",
            "method",
            "ref-expression");

    private static final Set<String> CHOSEN_BY_DATA =
            Set.of("toD", "tod", "recipientList", "routingSlip", "dynamicRouter", "enrich", "pollEnrich");

    /// Expressions of the language Simple that run methods or read what is none of theirs.
    private static final Pattern DANGEROUS =
            Pattern.compile("\\$\\{(bean:|ref:|type:|camelContext|sys[.:]|env[.:]|body\\.|exchange\\.)");

    private static final Pattern FORBIDDEN_SCHEME = Pattern.compile(
            "(seda|vm|disruptor|disruptor-vm|stub|mock|exec|script|language|class|bean|xchange|dynamic-router):.*");

    private static final Set<String> DANGEROUS_OPTIONS =
            Set.of("allowJavaSerializedObject", "transferException", "transferExchange", "allowContextMapAll");

    @Test
    void noRouteOfOursKeepsMessagesInMemoryOrRunsCodeFromData() throws IOException {
        List<String> breaches = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            List<Path> routes = files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
            assertThat(routes).isNotEmpty();
            for (Path file : routes) {
                breaches.addAll(breaches(file.getFileName().toString(), Files.readString(file)));
            }
        }
        assertThat(breaches).isEmpty();
    }

    /// Ids are the names by which an operator sees processors in JMX and Hawtio; without them they are `process9`.
    /// Those of a template begin with the id of the route that is made of it, where that gives no other `prefixId`.
    /// Steps of a routeConfiguration belong to each route that names it, so an id of theirs would be there several
    /// times.
    @Test
    void everyStepOfARouteHasAnIdThatBeginsWithItsRoutes() throws IOException {
        List<String> nameless = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file : files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                List<Map<String, Object>> all =
                        new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
                for (Map<String, Object> one : all) {
                    if (one.get("templatedRoute") instanceof Map<?, ?> templated
                            && templated.get("prefixId") instanceof String prefix
                            && !prefix.equals(templated.get("routeId") + "-")) {
                        nameless.add(file.getFileName() + "/" + templated.get("routeId") + "/prefixId");
                    }
                    if (one.get("routeTemplate") instanceof Map<?, ?> template) {
                        step(
                                file.getFileName() + "/" + template.get("id"),
                                "",
                                ((Map<?, ?>) Objects.requireNonNull(template.get("route"))).get("from"),
                                nameless);
                    }
                    if (one.get("route") instanceof Map<?, ?> route) {
                        String id = String.valueOf(route.get("id"));
                        step(file.getFileName() + "/from", id, route.get("from"), nameless);
                    }
                }
            }
        }
        assertThat(nameless).isEmpty();
    }

    private static void step(String path, String route, Object node, List<String> nameless) {
        if (!(node instanceof Map<?, ?> step)) {
            nameless.add(path);
            return;
        }
        if (!(step.get("id") instanceof String id && (route.isEmpty() || id.startsWith(route + "-")))) {
            nameless.add(path);
        }
        if (step.get("steps") instanceof List<?> steps) {
            for (Object each : steps) {
                ((Map<?, ?>) each).forEach((kind, inner) -> step(path + "/" + kind, route, inner, nameless));
            }
        }
        for (String branches : List.of("doCatch", "when")) {
            if (step.get(branches) instanceof List<?> all) {
                all.forEach(each -> step(path + "/" + branches, route, each, nameless));
            }
        }
        for (String branch : List.of("doFinally", "otherwise")) {
            if (step.get(branch) != null) {
                step(path + "/" + branch, route, step.get(branch), nameless);
            }
        }
    }

    @Test
    void aBreachIsFound() {
        String bad = """
                - route:
                    from:
                      uri: seda:later
                      steps:
                        - wireTap: {uri: "direct:aside"}
                        - toD: {uri: "hub:${header.door}"}
                        - setBody: {groovy: "1 + 1"}
                        - setBody: {simple: "${bean:secrets}"}
                        - to: {uri: "jms:x", parameters: {transferException: true}}
                """;
        assertThat(breaches("bad", bad))
                .extracting(breach -> breach.substring(breach.lastIndexOf('/') + 1))
                .containsExactlyInAnyOrder(
                        "uri: seda:later", "wireTap", "toD", "groovy", "simple: ${bean:secrets}", "transferException");
    }

    private static List<String> breaches(String file, String yaml) {
        List<String> found = new ArrayList<>();
        search(file, new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml), found);
        return found;
    }

    private static void search(String path, Object node, List<String> found) {
        switch (node) {
            case Map<?, ?> map -> map.forEach((key, value) -> searchField(path, key.toString(), value, found));
            case List<?> list -> list.forEach(item -> search(path, item, found));
            default -> {}
        }
    }

    private static void searchField(String path, String key, Object value, List<String> found) {
        if (IN_MEMORY.contains(key)
                || CODE.contains(key)
                || CHOSEN_BY_DATA.contains(key)
                || DANGEROUS_OPTIONS.contains(key)) {
            found.add(path + "/" + key);
        }
        if (value instanceof String text
                && (DANGEROUS.matcher(text).find()
                        || FORBIDDEN_SCHEME.matcher(text).matches())) {
            found.add(path + "/" + key + ": " + text);
        }
        search(path + "/" + key, value, found);
    }
}
