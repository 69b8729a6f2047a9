package io.omnihub.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Parameter;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.FileSystemResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// docs/configuration.md has every setting of the code's, with its default, and no other.
final class ConfigurationPageTests {

    private static final Path PAGE = Path.of("docs/configuration.md");
    private static final List<Path> SOURCES = List.of(
            Path.of("src/main"),
            Path.of("src/simulator"),
            Path.of("channel-connectors/src/main"),
            Path.of("adapters/src/main"));

    /// `| setting | default | environment variable | meaning |`
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `([a-z][^`]*)` \\| (?:`([^`]*)`|empty|(off)) \\| `([A-Z_]+)` \\| (.+) \\|$");

    /// In annotations and in application.yaml.
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{((?:omnihub|demo)[a-z.-]*):([^}]*)}");

    private static final Pattern SWITCH = Pattern.compile("@ConditionalOnProperty\\(\"([a-z.-]+)\"\\)");
    private static final Pattern EARLY =
            Pattern.compile("(?s)FOLDER = \"([a-z.-]+)\";.*getProperty\\(FOLDER, \"([^\"]*)\"\\)");

    @Test
    void everySettingOfTheCodeStandsInItWithItsDefault() throws IOException {
        SortedMap<String, String> code = new TreeMap<>(annotated());
        code.putAll(bound());

        assertThat(ours(page())).containsExactlyInAnyOrderEntriesOf(code);
    }

    @Test
    void theSettingsOfOthersHaveTheDefaultsThatTheHubGivesThem() throws IOException {
        Properties ours = yaml();
        SortedMap<String, String> others = page();
        others.keySet().removeAll(ours(others).keySet());

        assertThat(others)
                .isNotEmpty()
                .allSatisfy((setting, value) ->
                        assertThat(ours.getProperty(setting)).as(setting).isEqualTo(value));
    }

    @Test
    void environmentVariablesAreWhatTheHubReads() throws IOException {
        assertThat(rows())
                .allSatisfy(row -> assertThat(row.group(4))
                        .isEqualTo(row.group(1)
                                .replace("*", "shop")
                                .replace('.', '_')
                                .replace("-", "")
                                .toUpperCase(Locale.ROOT)));
    }

    @Test
    void noRowIsOverlooked() throws IOException {
        long tableRows = Files.readAllLines(PAGE).stream()
                .filter(line -> line.matches("\\| `[a-z].*"))
                .count();

        assertThat(rows()).hasSize((int) tableRows);
    }

    private static SortedMap<String, String> page() throws IOException {
        SortedMap<String, String> settings = new TreeMap<>();
        for (MatchResult row : rows()) {
            String value = Stream.of(row.group(2), row.group(3))
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse("");
            assertThat(settings.put(row.group(1), value)).as(row.group(1)).isNull();
        }
        return settings;
    }

    private static List<MatchResult> rows() throws IOException {
        return ROW.matcher(Files.readString(PAGE)).results().toList();
    }

    private static Map<String, String> ours(Map<String, String> settings) {
        return settings.entrySet().stream()
                .filter(setting -> setting.getKey().matches("(omnihub|demo)\\b.*"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /// What is read one by one.
    private static Map<String, String> annotated() throws IOException {
        Map<String, String> settings = new TreeMap<>();
        for (String source : sources()) {
            PLACEHOLDER.matcher(source).results().forEach(found -> settings.put(found.group(1), found.group(2)));
            EARLY.matcher(source).results().forEach(found -> settings.put(found.group(1), found.group(2)));
            SWITCH.matcher(source).results().forEach(found -> settings.put(found.group(1), "off"));
        }
        return settings;
    }

    private static List<String> sources() throws IOException {
        List<String> sources = new ArrayList<>();
        for (Path root : SOURCES) {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.filter(each -> each.toString().matches(".*\\.(java|yaml)"))
                        .toList()) {
                    sources.add(Files.readString(file));
                }
            }
        }
        return sources;
    }

    /// What is bound to records, from the metadata that the compiler makes.
    private static Map<String, String> bound() throws IOException {
        Map<String, String> settings = new TreeMap<>();
        JsonMapper json = new JsonMapper();
        for (URL file : Collections.list(ConfigurationPageTests.class
                .getClassLoader()
                .getResources("META-INF/spring-configuration-metadata.json"))) {
            try (InputStream metadata = file.openStream()) {
                for (JsonNode property : json.readTree(metadata).path("properties")) {
                    if (property.path("name").asString().startsWith("omnihub.")) {
                        settings.putAll(defaults(property));
                    }
                }
            }
        }
        return settings;
    }

    private static Map<String, String> defaults(JsonNode property) {
        String name = property.path("name").asString();
        var element = Pattern.compile("java\\.util\\.Map<java\\.lang\\.String,(io\\.omnihub\\..+)>")
                .matcher(property.path("type").asString());
        return element.matches()
                ? Arrays.stream(constructorOf(element.group(1)))
                        .collect(Collectors.toMap(
                                parameter -> name + ".*." + kebab(parameter.getName()),
                                ConfigurationPageTests::defaultOf))
                : Map.of(name, property.path("defaultValue").asString());
    }

    private static Parameter[] constructorOf(String type) {
        try {
            return Class.forName(type).getDeclaredConstructors()[0].getParameters();
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String defaultOf(Parameter parameter) {
        DefaultValue value = parameter.getAnnotation(DefaultValue.class);
        return value == null ? "" : String.join(",", value.value());
    }

    private static String kebab(String name) {
        return name.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    private static Properties yaml() {
        YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
        yaml.setResources(new FileSystemResource("src/main/resources/application.yaml"));
        return Objects.requireNonNull(yaml.getObject());
    }
}
