package io.omnihub.route;

import io.omnihub.route.Steps.Endpoint;
import io.omnihub.route.Steps.Entry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/// What a route must not do: run code that a file or a message brings, go where a message says, read objects of Java,
/// or
/// lose on the way to the buffer what was accepted.
final class BannedSteps {

    private static final Set<String> LANGUAGES = Set.of(
            "groovy",
            "js",
            "javaScript",
            "javascript",
            "python",
            "mvel",
            "ognl",
            "spel",
            "java",
            "joor",
            "kotlin",
            "wasm",
            "language",
            "script",
            "scriptLanguage",
            "jq");

    private static final Set<String> CODE = Set.of("language", "class", "exec", "groovy", "wasm", "jshell", "python");

    private static final Map<String, String> OPTIONS = Map.of(
            "allowJavaSerializedObject", "objects of Java are not read",
            "transferException", "objects of Java are not read",
            "transferExchange", "objects of Java are not read",
            "allowSerializedHeaders", "objects of Java are not read",
            "allowTemplateFromHeader", "a message brings no template",
            "allowContextMapAll", "a message reaches nothing of Camel",
            "allowContextMapHeader", "a message reaches nothing of Camel");

    /// Where an expression says which endpoint is meant.
    private static final Set<String> DYNAMIC =
            Set.of("recipientList", "routingSlip", "dynamicRouter", "enrich", "pollEnrich");

    /// What they take is in memory only.
    private static final Set<String> MEMORY = Set.of("seda", "disruptor", "disruptor-vm", "vm");

    private final BiConsumer<Integer, String> found;

    /// @param found takes the line, and what is wrong there
    BannedSteps(BiConsumer<Integer, String> found) {
        this.found = found;
    }

    void look(Steps steps) {
        for (Entry word : steps.words()) {
            if (word.option()) {
                String reason = OPTIONS.get(word.key());
                if (reason != null && !word.text().equals("false")) {
                    found.accept(word.line(), word.key() + " is not allowed: " + reason);
                }
            } else if (LANGUAGES.contains(word.key())) {
                found.accept(word.line(), word.key() + " is not allowed: a route holds no code");
            } else if (word.text().startsWith("#class:") || word.text().startsWith("#type:")) {
                found.accept(word.line(), word.text() + " is not allowed: a route names beans, it makes none");
            }
        }
        steps.endpoints().forEach(this::look);
        dynamic(steps);
        order(steps);
    }

    private void look(Endpoint endpoint) {
        if (CODE.contains(endpoint.scheme())) {
            found.accept(endpoint.line(), endpoint.scheme() + ": is not allowed: a route holds no code");
        }
        if (endpoint.whole().contains("${") || endpoint.whole().contains("$simple{")) {
            found.accept(
                    endpoint.line(),
                    endpoint.place() + " " + endpoint.uri() + " is not allowed: no message says where a route goes");
        }
        Map<String, String> inline = new TreeMap<>();
        OPTIONS.keySet().forEach(option -> inline.put(option, endpoint.option(option)));
        inline.forEach((option, value) -> {
            if (!value.isEmpty()
                    && !value.equals("false")
                    && !endpoint.options().containsKey(option)) {
                found.accept(endpoint.line(), option + " is not allowed: " + OPTIONS.get(option));
            }
        });
    }

    private void dynamic(Steps steps) {
        List<Entry> words = steps.words();
        for (int i = 0; i < words.size(); i++) {
            Entry step = words.get(i);
            if (!step.option() && DYNAMIC.contains(step.key()) && step.text().isEmpty()) {
                boolean constant = words.stream()
                        .skip(i + 1L)
                        .limit(4)
                        .anyMatch(word -> word.key().equals("constant"));
                if (!constant) {
                    found.accept(
                            step.line(),
                            step.key() + " is not allowed but with a constant: no message says where a route goes");
                }
            }
        }
    }

    /// Between what was accepted and the buffer nothing may be kept in memory alone.
    private void order(Steps steps) {
        Optional<Endpoint> inbound = steps.endpoints().stream()
                .filter(endpoint -> endpoint.address().equals("hub:inbound"))
                .reduce((_, last) -> last);
        if (inbound.isEmpty()) {
            return;
        }
        int end = inbound.get().line();
        Stream<Entry> words = steps.words().stream()
                .filter(word -> !word.option()
                        && (word.key().equals("wireTap") || word.key().equals("threads"))
                        && word.line() <= end);
        words.forEach(word -> found.accept(
                word.line(), word.key() + " is not allowed before hub:inbound: it keeps in memory what was accepted"));
        steps.endpoints().stream()
                .filter(endpoint -> MEMORY.contains(endpoint.scheme()) && endpoint.line() <= end)
                .forEach(endpoint -> found.accept(
                        endpoint.line(),
                        endpoint.scheme()
                                + ": is not allowed before hub:inbound: it keeps in memory what was accepted"));
    }
}
