package io.omnihub.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// docker-compose.yml and what it mounts fit each other, the hub, and the Compose Specification.
final class ComposeTests {

    private static final Path FILE = Path.of("docker-compose.yml");
    private static final Pattern VARIABLE = Pattern.compile("`([A-Z][A-Z0-9_]+)`");
    private static final Pattern SETTING = Pattern.compile("`([a-z][a-z.-]+)`");

    private final JsonNode compose = read();

    /// With anchors and merges, as Compose reads it.
    private static JsonNode read() {
        try {
            LoaderOptions options = new LoaderOptions();
            options.setMaxAliasesForCollections(100);
            Map<String, Object> tree = new Yaml(options).load(Files.readString(FILE));
            return JsonMapper.shared().valueToTree(tree);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void itFitsTheSpecification() throws IOException {
        try (InputStream schema = ComposeTests.class.getResourceAsStream("/compose/compose-spec.json")) {
            // Names of an older draft, which the one that it says it is written in does not know.
            String text =
                    new String(schema.readAllBytes(), StandardCharsets.UTF_8).replaceAll("\"id\": \"[^\"]*\",", "");
            assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2019_09)
                            .getSchema(text, InputFormat.JSON)
                            .validate(compose.toString(), InputFormat.JSON))
                    .isEmpty();
        }
    }

    @Test
    void whatIsMountedIsThere() {
        List<String> missing = new ArrayList<>();
        services()
                .forEach((name, service) -> service.path("volumes").forEach(volume -> {
                    String from = volume.asString().split(":", -1)[0];
                    boolean there = from.startsWith("./")
                            ? Files.exists(Path.of(from))
                            : compose.path("volumes").has(from);
                    if (!there) {
                        missing.add(name + ": " + volume.asString());
                    }
                }));
        assertThat(missing).isEmpty();
        assertThat(Path.of("Dockerfile")).exists();
    }

    @Test
    void theHubsSettingsAreKnownAndItsSecretsAreFiles() throws IOException {
        String page = Files.readString(Path.of("docs/configuration.md"));
        Set<String> variables = all(VARIABLE, page);
        Set<String> settings = all(SETTING, page);
        JsonNode hub = services().get("hub-1");
        assertThat(hub.path("environment").propertyNames())
                .contains("OMNIHUB_DATABASE_URL", "OMNIHUB_BUFFER_URL", "OMNIHUB_PROXIES")
                .allMatch(name -> variables.contains(name)
                        || name.equals("SPRING_CONFIG_IMPORT")
                        // Of the route that docs/analytics.md tells of.
                        || name.equals("KAFKA_BROKERS"));
        List<String> secrets = hub.path("secrets")
                .valueStream()
                .map(secret -> secret.path("target").asString().substring("/run/secrets/".length()))
                .toList();
        assertThat(secrets)
                .containsExactlyInAnyOrder(
                        "omnihub.database.password",
                        "omnihub.buffer.password",
                        "omnihub.keys.secret",
                        "omnihub.media.bucket.secret-key");
        assertThat(settings).containsAll(secrets);
        assertThat(services().get("hub-2").path("environment")).isEqualTo(hub.path("environment"));
        String image = Files.readString(Path.of("Dockerfile"));
        assertThat(all(Pattern.compile("\\b(OMNIHUB_[A-Z_]+|SERVER_[A-Z]+)=(?=\\S)"), image))
                .isNotEmpty()
                .allMatch(variables::contains);
    }

    @Test
    void noPasswordStandsInItAndEverySecretIsMade() throws IOException {
        String script = Files.readString(Path.of("config/compose/make-secrets"));
        assertThat(compose.path("secrets")).isNotEmpty();
        compose.path("secrets").forEach(secret -> {
            String file = secret.path("file").asString();
            assertThat(file).startsWith("./secrets/");
            assertThat(script).contains(file.substring("./secrets/".length()));
        });
        services().forEach((name, service) -> {
            assertThat(service.path("environment").propertyNames())
                    .as(name)
                    .noneMatch(variable -> variable.matches(".*(PASSWORD|SECRET|TOKEN)"));
            service.path("secrets")
                    .forEach(secret -> assertThat(compose.path("secrets").propertyNames())
                            .contains(
                                    secret.isString()
                                            ? secret.asString()
                                            : secret.path("source").asString()));
        });
        assertThat(Files.readString(Path.of(".gitignore"))).contains("/secrets/", "/.env");
    }

    @Test
    void eachServiceIsPinnedBoundedAndLookedAfter() {
        services().forEach((name, service) -> {
            assertThat(service.path("image").asString())
                    .as(name)
                    .matches("[a-z/]+:(v?[0-9]+\\.[0-9]+.*|RELEASE\\.[0-9]{4}-.*)");
            assertThat(service.path("healthcheck").path("test").isArray())
                    .as(name)
                    .isTrue();
            assertThat(service.has("mem_limit") && service.has("cpus")).as(name).isTrue();
            assertThat(service.path("restart").asString()).as(name).isEqualTo("unless-stopped");
            service.path("depends_on")
                    .propertyNames()
                    .forEach(other -> assertThat(services()).containsKey(other));
        });
    }

    @Test
    void whatNginxAndPrometheusAskForIsThere() throws IOException {
        String nginx = Files.readString(Path.of("config/compose/nginx.conf"));
        String prometheus = Files.readString(Path.of("config/compose/prometheus.yml"));
        Matcher hosts = Pattern.compile("\\b([a-z]+-[0-9]):(8080|8081)").matcher(nginx + prometheus);
        Set<String> asked = new TreeSet<>();
        while (hosts.find()) {
            asked.add(hosts.group(1));
        }
        assertThat(asked).containsExactly("hub-1", "hub-2");
        for (String file : List.of("tls-certificate", "tls-key")) {
            assertThat(nginx).contains("/run/secrets/" + file);
        }
        assertThat(prometheus).contains("/run/secrets/metrics-token");
        assertThat(services()
                        .get("hub-1")
                        .path("environment")
                        .path("OMNIHUB_PROXIES")
                        .asString())
                .isEqualTo(services()
                        .get("nginx")
                        .at("/networks/default/ipv4_address")
                        .asString());
    }

    @Test
    void tracesGoWhereTheyAreTakenAndGrafanaLooksForThem() throws IOException {
        JsonNode jaeger = new YAMLMapper().readTree(Files.readString(Path.of("config/compose/jaeger.yaml")));
        JsonNode grafana = new YAMLMapper().readTree(Files.readString(Path.of("config/compose/grafana-jaeger.yml")));
        String taken = jaeger.at("/receivers/otlp/protocols/http/endpoint").asString();
        String pages = jaeger.at("/extensions/jaeger_query/http/endpoint").asString();

        assertThat(services()
                        .get("hub-1")
                        .at("/environment/OMNIHUB_TRACING_ENDPOINT")
                        .asString())
                .isEqualTo("http://jaeger:%s/v1/traces", taken.split(":", -1)[1]);
        assertThat(grafana.at("/datasources/0/url").asString()).isEqualTo("http://jaeger:%s", pages.split(":", -1)[1]);
        assertThat(services().get("jaeger").path("healthcheck").path("test").toString())
                .contains(jaeger.at("/extensions/healthcheckv2/http/endpoint").asString());
        jaeger.at("/service/pipelines/traces")
                .properties()
                .forEach(part -> part.getValue()
                        .forEach(name -> assertThat(jaeger.path(part.getKey()).has(name.asString()))
                                .as(name.asString())
                                .isTrue()));
    }

    /// nginx takes the headers of the level above only where a location sets none of its own.
    @Test
    void whatNginxSaysOfTheClientComesWithEachCallAndIsNotTheClients() throws IOException {
        String nginx = uncommented(Files.readString(Path.of("config/compose/nginx.conf")));
        List<String> set = List.of(
                "Host $host",
                "X-Forwarded-For $remote_addr",
                "X-Forwarded-Proto $scheme",
                "Upgrade $upgrade",
                "Connection $connection_upgrade");
        String server = nginx.substring(nginx.lastIndexOf("server {")).replaceAll("location [^{]+\\{[^}]*}", "");
        assertThat(server)
                .contains(set.stream()
                        .map(each -> "proxy_set_header " + each + ";")
                        .toList());
        List<String> proxying = locations(nginx).values().stream()
                .filter(location -> location.contains("proxy_pass"))
                .toList();
        assertThat(proxying).hasSize(3).allMatch(location -> !location.contains("proxy_set_header"));
    }

    /// With http_503 a node's refusal counts as its failure, and whoever shares the upstream goes without the node.
    @Test
    void aRefusedCallbackTakesNoNodeOutOfTheProxy() throws IOException {
        String nginx = uncommented(Files.readString(Path.of("config/compose/nginx.conf")));
        Map<String, String> upstreams = blocks(Pattern.compile("upstream (\\w+) \\{([^}]*)}"), nginx);
        List<String> retried = locations(nginx).values().stream()
                .filter(location -> location.contains("http_503"))
                .toList();
        assertThat(retried).hasSize(1);
        String upstream = all(Pattern.compile("proxy_pass http://(\\w+);"), retried.getFirst())
                .iterator()
                .next();
        assertThat(upstreams).containsKey(upstream);
        assertThat(upstreams.get(upstream).lines().filter(line -> line.contains("server ")))
                .hasSize(2)
                .allMatch(line -> line.contains("max_fails=0 "));
        assertThat(locations(nginx).values().stream().filter(location -> location.contains("http://" + upstream + ";")))
                .hasSize(1);
    }

    private static String uncommented(String text) {
        return text.replaceAll("(?m)#.*$", "");
    }

    private static Map<String, String> locations(String nginx) {
        return blocks(Pattern.compile("location ([^{]+) \\{([^}]*)}"), nginx);
    }

    private static Map<String, String> blocks(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .collect(Collectors.toMap(found -> found.group(1), found -> found.group(2)));
    }

    private Map<String, JsonNode> services() {
        return compose.path("services").properties().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (one, _) -> one, TreeMap::new));
    }

    private static Set<String> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(found -> found.group(1)).collect(Collectors.toSet());
    }
}
