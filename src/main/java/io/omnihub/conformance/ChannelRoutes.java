package io.omnihub.conformance;

import io.omnihub.yaml.UnreadableYamlException;
import io.omnihub.yaml.YamlText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// The route files that a channel needs, out of a folder that has others too.
final class ChannelRoutes {

    private static final String ENDING = ".camel.yaml";

    /// These stay within the hub, or are the platform that the kit plays.
    private static final Set<String> HARMLESS = Set.of(
            "hub",
            "direct",
            "mapping",
            "callback",
            "platform",
            "platform-http",
            "log",
            "bean",
            "validator",
            "xslt",
            "dataformat");

    private static final Pattern SCHEME = Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]*):.*", Pattern.DOTALL);

    private final Map<String, String> shared;
    private final Map<String, String> own;
    private final List<Object> parts;

    private ChannelRoutes(Map<String, String> shared, Map<String, String> own, List<Object> parts) {
        this.shared = shared;
        this.own = own;
        this.parts = parts;
    }

    /// @throws NotApplicableException where nothing there is about the channel, or what is reaches further than it
    static ChannelRoutes of(Path folder, String channel) throws IOException {
        Map<String, String> shared = new TreeMap<>();
        Map<String, String> own = new TreeMap<>();
        List<Object> parts = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(each -> each.toString().endsWith(ENDING))
                    .sorted()
                    .toList()) {
                String name = String.valueOf(file.getFileName());
                String text = Files.readString(file);
                List<Object> all = parts(name, text);
                if (names(all, channel)) {
                    own.put(name, text);
                    parts.addAll(all);
                } else if (all.stream().allMatch(ChannelRoutes::isShared)) {
                    shared.put(name, text);
                }
            }
        }
        if (own.isEmpty()) {
            throw new NotApplicableException("no route file in " + folder + " names the channel " + channel);
        }
        ChannelRoutes routes = new ChannelRoutes(shared, own, parts);
        routes.refuseWhatReachesFurther();
        return routes;
    }

    private static List<Object> parts(String name, String text) {
        try {
            YamlText.read(name, text);
        } catch (UnreadableYamlException e) {
            throw new NotApplicableException(e.problem().toString());
        }
        return Declaration.list(new Load(LoadSettings.builder().build()).loadFromString(text));
    }

    private static boolean isShared(Object part) {
        return Declaration.map(part).keySet().stream()
                .allMatch(kind -> kind.equals("routeTemplate") || kind.equals("routeConfiguration"));
    }

    private static boolean names(List<Object> parts, String channel) {
        Pattern option = Pattern.compile("(^|.*[?&]channel=)" + Pattern.quote(channel) + "($|&.*)", Pattern.DOTALL);
        boolean[] found = {false};
        for (Object part : parts) {
            if (!isShared(part)) {
                walk("", part, (_, text) -> found[0] |= option.matcher(text).matches());
            }
        }
        return found[0];
    }

    private static void walk(String key, Object node, BiConsumer<String, String> leaf) {
        switch (node) {
            case Map<?, ?> map ->
                map.forEach((name, value) -> {
                    if (value != null) {
                        walk(String.valueOf(name), value, leaf);
                    }
                });
            case List<?> list ->
                list.forEach(each -> {
                    if (each != null) {
                        walk(key, each, leaf);
                    }
                });
            default -> leaf.accept(key, String.valueOf(node));
        }
    }

    /// What a trial must not do for real: read somebody's folder, write somebody's table.
    private void refuseWhatReachesFurther() {
        walk("", parts, (key, text) -> {
            var scheme = SCHEME.matcher(text);
            boolean address = Set.of("uri", "to", "from", "value").contains(key);
            if (address && scheme.matches() && !isHarmless(key, scheme.group(1))) {
                throw new NotApplicableException("its routes reach " + scheme.group(1)
                        + ":, which this would do for real: omnihub routes try catches what they send");
            }
        });
    }

    /// A parameter may be any text, also one with a colon.
    private static boolean isHarmless(String key, String scheme) {
        return HARMLESS.contains(scheme)
                || (key.equals("value")
                        && Set.of("http", "https", "header", "query").contains(scheme));
    }

    /// What a templated route of the channel's gives to the template.
    Optional<Map<String, String>> templated(String template) {
        for (Object part : parts) {
            Map<String, Object> templated =
                    Declaration.map(Declaration.map(part).get("templatedRoute"));
            if (template.equals(templated.get("routeTemplateRef"))) {
                Map<String, String> parameters = new TreeMap<>();
                for (Object each : Declaration.list(templated.get("parameters"))) {
                    Map<String, Object> parameter = Declaration.map(each);
                    parameters.put(String.valueOf(parameter.get("name")), String.valueOf(parameter.get("value")));
                }
                return Optional.of(parameters);
            }
        }
        return Optional.empty();
    }

    /// All texts that stand in the channel's own files, such as addresses.
    List<String> texts() {
        List<String> texts = new ArrayList<>();
        walk("", parts, (_, text) -> texts.add(text));
        return texts;
    }

    /// Copies them, with the mappings that lie beside them.
    ///
    /// @param platform where addresses of the channel's own lead
    void copy(Path folder, Path target, String platform) throws IOException {
        for (Map.Entry<String, String> file : shared.entrySet()) {
            Files.writeString(target.resolve(file.getKey()), file.getValue());
        }
        for (Map.Entry<String, String> file : own.entrySet()) {
            Files.writeString(target.resolve(file.getKey()), LocalPlatform.here(file.getValue(), platform));
        }
        Path mappings = folder.resolve("mappings");
        if (Files.isDirectory(mappings)) {
            Path copied = Files.createDirectories(target.resolve("mappings"));
            try (Stream<Path> files = Files.list(mappings)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.copy(file, copied.resolve(file.getFileName()));
                }
            }
        }
    }
}
