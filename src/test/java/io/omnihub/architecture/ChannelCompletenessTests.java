package io.omnihub.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/// Each channel has all that belongs to one.
final class ChannelCompletenessTests {

    private static final Path ROUTES = Path.of("routes");
    private static final Path MAPPINGS = ROUTES.resolve("mappings");
    private static final String ENDING = ".camel.yaml";

    /// How a page states that a channel has one direction only: "One way: inbound" or "One way: outbound".
    private static final Pattern ONE_WAY = Pattern.compile("(?m)^One way: (inbound|outbound)\\b");

    @Test
    void thereAreChannels() throws IOException {
        assertThat(channels()).contains("wechat");
    }

    @ParameterizedTest
    @MethodSource("channels")
    void itsRouteFileJoinsItToTheHubInBothDirectionsUnlessThePageSaysOtherwise(String channel) throws IOException {
        String routes = Files.readString(ROUTES.resolve(channel + ENDING));
        var oneWay = ONE_WAY.matcher(read(page(channel)));
        String only = oneWay.find() ? oneWay.group(1) : "";

        assertThat(routes.contains("routeTemplateRef: callback")
                        || routes.contains("routeTemplateRef: poll")
                        || routes.contains("uri: hub:inbound"))
                .as("inbound")
                .isEqualTo(!only.equals("outbound"));
        assertThat(routes.contains("uri: hub:outbound") || routes.contains("routeTemplateRef: outbound-by-steps"))
                .as("outbound")
                .isEqualTo(!only.equals("inbound"));
    }

    /// A channel of files alone has none.
    @ParameterizedTest
    @MethodSource("channels")
    void beansThatItsRoutesTakeAsAdaptersAreClassesOfThatName(String channel) throws IOException {
        String routes = Files.readString(ROUTES.resolve(channel + ENDING));
        List<String> adapters = names(Path.of("adapters/src/main/java/io/omnihub/channel", channel));

        if (routes.contains("routeTemplateRef: callback\n")
                || routes.contains("routeTemplateRef: poll\n")
                || routes.contains("#bean:" + channel + "Inbound")) {
            assertThat(adapters).anyMatch(name -> name.endsWith("InboundAdapter.java"));
        }
        if (routes.contains("#bean:" + channel + "Outbound")) {
            assertThat(adapters).anyMatch(name -> name.endsWith("OutboundAdapter.java"));
        }
    }

    /// Else nobody would see that the channel has none.
    @Test
    void everyChannelInJavaHasARouteFile() throws IOException {
        Path connectors = Path.of("channel-connectors/src/main/java/io/omnihub/channel");

        assertThat(channels())
                .containsAll(names(connectors).stream()
                        .filter(name -> Files.isDirectory(connectors.resolve(name)))
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("channels")
    void fixturesShowTextUnsupportedAndMalformedInput(String channel) throws IOException {
        assumeTrue(isInJava(channel), "a channel of files alone has samples");
        List<String> fixtures = names(Path.of("adapters/src/test/resources", channel));

        assertThat(fixtures)
                .as("text")
                .anyMatch(name -> name.matches("(.*_)?text\\..*"))
                .as("unsupported")
                .anyMatch(name -> name.contains("unknown") || name.contains("unsupported"))
                .as("malformed")
                .anyMatch(name -> name.startsWith("malformed"));
    }

    @ParameterizedTest
    @MethodSource("channels")
    void aTestReadsEveryFixture(String channel) throws IOException {
        assumeTrue(isInJava(channel), "a channel of files alone has samples");
        String tests = tests(channel);

        assertThat(names(Path.of("adapters/src/test/resources", channel)))
                .allSatisfy(name -> assertThat(tests).contains("\"" + name));
    }

    /// What becomes of a sample lies beside it; what can't be understood has nothing beside it.
    @ParameterizedTest
    @MethodSource("channels")
    void samplesOfAChannelOfFilesAloneShowTextUnsupportedAndMalformedInput(String channel) throws IOException {
        Path mapping = MAPPINGS.resolve(channel + ".yaml");
        assumeTrue(!isInJava(channel), "it has fixtures");
        assumeTrue(read(mapping).contains("\nin:"), "what comes is the hub's own form");
        Path samples = Path.of("src/test/resources/mapping", channel);
        List<String> results = new ArrayList<>();
        for (String name : names(samples)) {
            if (name.endsWith(".unified.json")) {
                results.add(Files.readString(samples.resolve(name)));
            }
        }

        assertThat(results).as("text").anyMatch(result -> result.contains("\"type\" : \"text\""));
        assertThat(results).as("unsupported").anyMatch(result -> result.contains("\"type\" : \"unsupported\""));
        assertThat(names(samples)).as("malformed").hasSizeGreaterThan(2 * results.size());
    }

    /// It declares what Java would.
    @ParameterizedTest
    @MethodSource("channels")
    void anExampleOfAChannelOfFilesAloneDeclaresIt(String channel) throws IOException {
        assertThat(read(Path.of("config/channels", channel + ".example.yaml")).contains("capabilities:"))
                .isEqualTo(!isInJava(channel));
    }

    @ParameterizedTest
    @MethodSource("channels")
    void aPageTellsHowToUseIt(String channel) throws IOException {
        assertThat(read(page(channel)))
                .contains("/channels/" + channel + "/", channel + ".example.yaml")
                .hasSizeGreaterThan(2_000);
    }

    @ParameterizedTest
    @MethodSource("channels")
    void anExampleShowsItsSettings(String channel) throws IOException {
        Object settings = new Yaml().load(read(Path.of("config/channels", channel + ".example.yaml")));

        assertThat(settings)
                .extracting("omnihub")
                .extracting("channels")
                .extracting(channel)
                .isInstanceOf(Map.class);
    }

    /// A dead letter is read again by the other route.
    @ParameterizedTest
    @MethodSource("channels")
    void whatCallsItCanBeReplayed(String channel) throws IOException {
        String routes = Files.readString(ROUTES.resolve(channel + ENDING));

        for (String kind : List.of("", "-by-steps")) {
            assertThat(routes.contains("routeTemplateRef: replay" + kind + "\n"))
                    .as("a route of the template replay%s", kind)
                    .isEqualTo(routes.contains("routeTemplateRef: callback" + kind + "\n"));
        }
        assertThat(routes.contains("routeTemplateRef: replay-polled\n"))
                .as("a route of the template replay-polled")
                .isEqualTo(routes.contains("routeTemplateRef: poll\n"));
    }

    @ParameterizedTest
    @MethodSource("channels")
    void whatHoldsOfEveryChannelIsTestedOfItWhereItIsCalled(String channel) throws IOException {
        if (Files.readString(ROUTES.resolve(channel + ENDING)).contains("routeTemplateRef: callback")) {
            assertThat(tests(channel)).as("a test of %s", channel).contains("implements ChannelCases");
        }
    }

    private static boolean isInJava(String channel) {
        return Files.isDirectory(Path.of("channel-connectors/src/main/java/io/omnihub/channel", channel));
    }

    private static String tests(String channel) throws IOException {
        StringBuilder tests = new StringBuilder();
        for (String folder : List.of("adapters", "channel-connectors", ".")) {
            Path sources = Path.of(folder, "src/test/java/io/omnihub/channel", channel);
            for (String name : names(sources)) {
                tests.append(Files.readString(sources.resolve(name)));
            }
        }
        return tests.toString();
    }

    private static String read(Path file) throws IOException {
        assertThat(file).as("a channel has this file").isRegularFile();
        return Files.readString(file);
    }

    private static Path page(String channel) {
        return Path.of("docs/channels", channel + ".md");
    }

    /// A business system has no conversations: it tells records by a webhook. docs/records.md is the page of all of
    /// them.
    @Test
    void aBusinessSystemHasAnExampleAMappingAndSamplesAndIsOnThePage() throws IOException {
        assertThat(systems()).contains("courier").allSatisfy(system -> {
            String routes = Files.readString(ROUTES.resolve(system + ENDING));
            assertThat(routes).contains("routeTemplateRef: callback-by-steps\n", "routeTemplateRef: replay-by-steps\n");
            assertThat(read(Path.of("config/channels", system + ".example.yaml")))
                    .contains("capabilities: {}");
            assertThat(read(MAPPINGS.resolve(system + ".yaml"))).contains("record:");
            assertThat(names(Path.of("src/test/resources/mapping", system)))
                    .anyMatch(name -> name.endsWith(".record.json"))
                    .anyMatch(name -> name.startsWith("malformed"));
            assertThat(read(Path.of("docs/records.md"))).contains("/webhooks/" + system);
        });
    }

    /// What wakes devices has no conversations either. docs/push.md is the page of all of them.
    @Test
    void whatWakesDevicesHasAnExampleAndIsOnThePage() throws IOException {
        List<String> waking = new ArrayList<>();
        for (String name : names(ROUTES)) {
            if (name.endsWith(ENDING) && wakesDevices(ROUTES.resolve(name))) {
                waking.add(name.substring(0, name.length() - ENDING.length()));
            }
        }
        assertThat(waking).contains("fcm", "apns", "push-webhook").allSatisfy(channel -> {
            assertThat(read(Path.of("config/channels", channel + ".example.yaml")))
                    .contains("capabilities: {}");
            assertThat(read(Path.of("docs/push.md"))).contains(channel + ".example.yaml");
        });
    }

    private static boolean wakesDevices(Path routes) throws IOException {
        return Files.readString(routes).contains("routeTemplateRef: push\n");
    }

    private static List<String> systems() throws IOException {
        List<String> systems = new ArrayList<>();
        for (String name : names(ROUTES)) {
            if (name.endsWith(ENDING) && tellsRecords(ROUTES.resolve(name))) {
                systems.add(name.substring(0, name.length() - ENDING.length()));
            }
        }
        return systems;
    }

    private static boolean tellsRecords(Path routes) throws IOException {
        return Files.readString(routes).contains("value: hub:record");
    }

    /// Whatever has a route file, but those that only hold what routes of others name, business systems, and what wakes
    /// devices.
    private static List<String> channels() throws IOException {
        List<String> channels = new ArrayList<>();
        for (String name : names(ROUTES)) {
            if (name.endsWith(ENDING)
                    && joinsAnything(ROUTES.resolve(name))
                    && !tellsRecords(ROUTES.resolve(name))
                    && !wakesDevices(ROUTES.resolve(name))) {
                channels.add(name.substring(0, name.length() - ENDING.length()));
            }
        }
        return channels;
    }

    private static boolean joinsAnything(Path routes) throws IOException {
        List<Map<String, Object>> parts = new Yaml().load(Files.readString(routes));
        return parts.stream().anyMatch(part -> part.containsKey("route") || part.containsKey("templatedRoute"));
    }

    private static List<String> names(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
