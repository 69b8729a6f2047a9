package io.omnihub.conformance;

import io.omnihub.route.RouteReach;
import io.omnihub.yaml.UnreadableYamlException;
import io.omnihub.yaml.YamlText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// The route files that a channel needs, out of a folder that has others too, with all addresses in them leading to the
/// platform that is played.
final class ChannelRoutes {

    private static final String ENDING = ".camel.yaml";
    private static final int MOST_FILES = 1_000;

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

    private static final Pattern SETTING = Pattern.compile("\\{\\{\\??([^{}:]+)(?::([^{}]*))?}}");

    private final Map<String, byte[]> files;
    private final List<Object> parts;
    private final List<String> addresses;

    private ChannelRoutes(Map<String, byte[]> files, List<Object> parts, List<String> addresses) {
        this.files = files;
        this.parts = parts;
        this.addresses = addresses;
    }

    /// @param platform where addresses lead
    /// @param settings what a setting says; an empty text where it says nothing
    /// @throws NotApplicableException where nothing there is about the channel, or what is reaches further than it
    static ChannelRoutes of(Path folder, String channel, String platform, Function<String, String> settings)
            throws IOException {
        Map<String, byte[]> all = read(folder, platform);
        List<String> own = new ArrayList<>();
        List<Object> parts = new ArrayList<>();
        for (Map.Entry<String, byte[]> file : all.entrySet()) {
            if (file.getKey().endsWith(ENDING)) {
                String text = new String(file.getValue(), StandardCharsets.UTF_8);
                List<Object> read = parts(file.getKey(), text, channel);
                if (names(read, channel)) {
                    own.add(file.getKey());
                    parts.addAll(read);
                }
            }
        }
        if (own.isEmpty()) {
            throw new NotApplicableException("no route file in " + folder + " names the channel " + channel);
        }
        RouteReach reach = RouteReach.of(all);
        List<String> addresses = reach.addresses(own);
        addresses.forEach(address -> refuseWhatReachesFurther(address, platform, settings));
        Set<String> needed = reach.needed(own);
        all.keySet().retainAll(needed);
        return new ChannelRoutes(all, parts, addresses);
    }

    private static Map<String, byte[]> read(Path folder, String platform) throws IOException {
        Map<String, byte[]> all = new TreeMap<>();
        for (String within : List.of("", "mappings/")) {
            Path here = folder.resolve(within);
            if (!Files.isDirectory(here)) {
                continue;
            }
            try (Stream<Path> files = Files.list(here)) {
                for (Path file :
                        files.filter(Files::isRegularFile).limit(MOST_FILES).toList()) {
                    byte[] bytes = Files.readAllBytes(file);
                    boolean routes = within.isEmpty() && file.toString().endsWith(ENDING);
                    all.put(
                            within + file.getFileName(),
                            routes
                                    ? LocalPlatform.here(new String(bytes, StandardCharsets.UTF_8), platform)
                                            .getBytes(StandardCharsets.UTF_8)
                                    : bytes);
                }
            }
        }
        return all;
    }

    /// Of a file that is broken it is only told where it may be the channel's.
    private static List<Object> parts(String name, String text, String channel) {
        try {
            YamlText.read(name, text);
        } catch (UnreadableYamlException e) {
            if (text.contains(channel)) {
                throw new NotApplicableException(e.problem().toString());
            }
            return List.of();
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
                walk(part, text -> found[0] |= option.matcher(text).matches());
            }
        }
        return found[0];
    }

    private static void walk(Object node, Consumer<String> leaf) {
        switch (node) {
            case Map<?, ?> map ->
                map.values().stream().filter(value -> value != null).forEach(value -> walk(value, leaf));
            case List<?> list -> list.stream().filter(each -> each != null).forEach(each -> walk(each, leaf));
            default -> leaf.accept(String.valueOf(node));
        }
    }

    /// What a trial must not do for real: read somebody's folder, write somebody's table, call somebody's API.
    private static void refuseWhatReachesFurther(String address, String platform, Function<String, String> settings) {
        String resolved = SETTING.matcher(address).replaceAll(setting -> {
            String value = settings.apply(setting.group(1));
            String other = setting.group(2);
            return Matcher.quoteReplacement(value.isEmpty() && other != null ? other : value);
        });
        String scheme = resolved.replaceFirst("(?s):.*", "");
        if (address.isEmpty() || address.contains("${")) {
            throw new NotApplicableException("its routes send where only a message says");
        }
        if (!HARMLESS.contains(scheme)) {
            throw new NotApplicableException("its routes reach " + (scheme.isEmpty() ? address : scheme + ":")
                    + ", which this would do for real: omnihub routes try catches what they send");
        }
        if (!LocalPlatform.isHere(resolved, platform)) {
            throw new NotApplicableException("its routes call an address that a setting gives: " + address
                    + "; let it be a property of the inbox");
        }
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

    /// All texts that stand in the channel's own files, and the addresses of what they make of templates.
    List<String> texts() {
        List<String> texts = new ArrayList<>(addresses);
        walk(parts, texts::add);
        return texts;
    }

    /// Writes them, with the mappings and tables that they need.
    void write(Path target) throws IOException {
        Files.createDirectories(target.resolve("mappings"));
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(target.resolve(file.getKey()), file.getValue());
        }
    }
}
