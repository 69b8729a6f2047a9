package io.omnihub.route;

import io.omnihub.route.Steps.Endpoint;
import io.omnihub.route.Steps.Entry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a route must not do: run code that a file or a message brings, go where a message says, read objects of Java,
/// or lose on the way to the buffer what was accepted.
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
            "csimple",
            "datasonnet",
            "xquery",
            "jq");

    /// Keys that have Java make something by the name of its class.
    private static final Set<String> MAKERS = Set.of("beanType", "beans", "factoryBean", "factoryMethod");

    /// The same in a text, be it an option's value or an expression.
    private static final List<String> MADE = List.of("#class:", "#type:", "bean:type:");

    private static final Set<String> CODE = Set.of("language", "class", "exec", "groovy", "wasm", "jshell", "python");

    private static final Map<String, String> OPTIONS = Map.of(
            "allowJavaSerializedObject", "objects of Java are not read",
            "transferException", "objects of Java are not read",
            "transferExchange", "objects of Java are not read",
            "allowSerializedHeaders", "objects of Java are not read",
            "allowTemplateFromHeader", "a message brings no template",
            "allowContextMapAll", "a message reaches nothing of Camel",
            "allowContextMapHeader", "a message reaches nothing of Camel");

    /// What they take is in memory only.
    private static final Set<String> MEMORY = Set.of("seda", "disruptor", "disruptor-vm", "vm");

    /// They answer their caller at once, and go on with what they hold. Others, such as `delay` or `split`, have him
    /// wait until all is done, in however many threads; unless he is told how long.
    private static final Set<String> HOLDERS = Set.of("wireTap", "threads", "aggregate", "resequence");

    private static final Set<String> PARALLEL = Set.of("split", "multicast", "recipientList");

    /// Other servers, and from where in a route files are fetched.
    private static final Set<String> REMOTE = Set.of("ftp", "ftps", "sftp");

    private static final Set<String> TAKING = Set.of("from", "poll", "pollEnrich");

    private static final Pattern OF_FILES = Pattern.compile("\\$(simple)?\\{(file:[a-z.]+|date:now:[\\w.-]+)}");

    private final BiConsumer<Integer, String> found;

    /// @param found takes the line, and what is wrong there
    BannedSteps(BiConsumer<Integer, String> found) {
        this.found = found;
    }

    void look(Steps steps) {
        steps.words().forEach(this::look);
        steps.endpoints().forEach(this::look);
        if (RouteSet.mappings(steps).stream()
                .anyMatch(mapping -> !mapping.option("rows").isEmpty())) {
            steps.endpoints().forEach(this::lookByRows);
        }
        steps.ways().stream()
                .filter(way -> !way.constant())
                .forEach(way -> found.accept(
                        way.line(),
                        way.key() + " is not allowed but with a constant: no message says where a route goes"));
    }

    private void look(Entry word) {
        String text = plain(word.text());
        if (MADE.stream().anyMatch(text::contains)) {
            found.accept(word.line(), word.text() + " is not allowed: a route names beans, it makes none");
        }
        if (word.option()) {
            String reason = OPTIONS.get(word.key());
            if (reason != null && !word.text().equals("false")) {
                found.accept(word.line(), word.key() + " is not allowed: " + reason);
            }
        } else if (LANGUAGES.contains(word.key())) {
            found.accept(word.line(), word.key() + " is not allowed: a route holds no code");
        } else if (MAKERS.contains(word.key())) {
            found.accept(word.line(), word.key() + " is not allowed: a route names beans, it makes none");
        }
    }

    private void look(Endpoint endpoint) {
        String whole = plain(endpoint.whole());
        if (CODE.contains(endpoint.scheme()) || whole.contains("+language:")) {
            found.accept(
                    endpoint.line(),
                    (CODE.contains(endpoint.scheme()) ? endpoint.scheme() : "language")
                            + ": is not allowed: a route holds no code");
        }
        if (REMOTE.contains(endpoint.scheme())
                && TAKING.contains(endpoint.place())
                && endpoint.option("localWorkDirectory").isEmpty()
                && !endpoint.option("streamDownload").equals("true")
                && !endpoint.option("download").equals("false")) {
            found.accept(
                    endpoint.line(),
                    endpoint.scheme() + ": must have a localWorkDirectory: files would be fetched into memory,"
                            + " however long they are");
        }
        // Which file a route has found is known before there is a message: doneFileName=${file:name}.ok
        String asked = endpoint.place().equals("from") ? OF_FILES.matcher(whole).replaceAll("") : whole;
        if (asked.contains("${") || asked.contains("$simple{")) {
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

    private void lookByRows(Endpoint endpoint) {
        if (REMOTE.contains(endpoint.scheme())
                && TAKING.contains(endpoint.place())
                && endpoint.option("streamDownload").equals("true")) {
            found.accept(
                    endpoint.line(),
                    "streamDownload of " + endpoint.scheme() + ": is not allowed where rows are read: a file may have"
                            + " to be read again, so it needs a localWorkDirectory");
        }
    }

    /// As Camel reads an address: without blanks and the escapes of what is looked for.
    private static String plain(String text) {
        String plain = text.replaceAll("\\s", "");
        for (String sign : List.of("#", ":", "+", "$", "{")) {
            plain = plain.replaceAll("(?i)%" + Integer.toHexString(sign.charAt(0)), Matcher.quoteReplacement(sign));
        }
        return plain;
    }

    /// Between what was accepted and the buffer nothing may be kept in memory alone.
    ///
    /// @param inbound addresses by which the buffer is reached: `hub:inbound`, and those of routes that lead there
    void order(Steps steps, Set<String> inbound) {
        int end = steps.endpoints().stream()
                .filter(endpoint -> !endpoint.place().equals("from") && inbound.contains(endpoint.name()))
                .mapToInt(Endpoint::line)
                .max()
                .orElse(-1);
        String reason = " is not allowed before hub:inbound: it keeps in memory what was accepted";
        for (Entry word : steps.words()) {
            boolean unwaited = word.key().equals("timeout") && PARALLEL.contains(word.step());
            if (!word.option() && (HOLDERS.contains(word.key()) || unwaited) && word.line() <= end) {
                found.accept(word.line(), (unwaited ? word.step() + " with a timeout" : word.key()) + reason);
            }
        }
        steps.endpoints().stream()
                .filter(endpoint -> MEMORY.contains(endpoint.scheme()) && endpoint.line() <= end)
                .forEach(endpoint -> found.accept(endpoint.line(), endpoint.scheme() + ":" + reason));
    }
}
