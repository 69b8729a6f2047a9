package io.omnihub.mapping;

import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Makes a mapping of the text of its file.
final class Compiler {

    static final Set<String> KEYS =
            Set.of("format", "charset", "largest", "most", "zone", "times", "numbers", "tables", "in", "out");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");

    private Compiler() {}

    /// @param beside what the table of that name holds, where there is one
    /// @throws InvalidMappingException with all that is wrong
    static Mapping compile(String file, String text, Function<String, Optional<byte[]>> beside) {
        Problems problems = new Problems(file);
        Yaml root = Yaml.read(text, problems);
        Map<String, Yaml> keys = root.map(KEYS);
        Expressions expressions = new Expressions(functions(keys, beside), Set.of());
        Format format = Formats.compile(keys.get("format"), keys.get("charset"));
        Yaml declared = keys.get("in");
        Inbound in = declared == null ? null : Inbound.compile(declared, expressions);
        Yaml told = keys.get("out");
        Out out = told == null ? null : Out.compile(told, expressions);
        if (in == null && out == null) {
            root.wrong("must declare in or out");
        }
        Limits limits = Limits.compile(keys);
        problems.throwIfAny();
        return new Mapping(file, limits, format, in, out);
    }

    /// @throws InvalidMappingException where it can't be read
    static Set<String> tables(String file, String text) {
        Yaml root = Yaml.read(text, new Problems(file));
        return named(root.map().get("tables"), new HashSet<>()).values().stream()
                .flatMap(table -> Tables.beside(table).stream())
                .map(Yaml::text)
                .collect(Collectors.toSet());
    }

    private static List<com.schibsted.spt.data.jslt.Function> functions(
            Map<String, Yaml> keys, Function<String, Optional<byte[]>> beside) {
        List<com.schibsted.spt.data.jslt.Function> functions = Functions.all();
        Set<String> names = new HashSet<>();
        ZoneId zone = Times.zone(keys.get("zone"));
        named(keys.get("times"), names).forEach((name, yaml) -> functions.addAll(Times.compile(name, yaml, zone)));
        named(keys.get("numbers"), names).forEach((name, yaml) -> functions.addAll(Numbers.compile(name, yaml)));
        named(keys.get("tables"), names).forEach((name, yaml) -> functions.addAll(Tables.compile(name, yaml, beside)));
        return functions;
    }

    private static Map<String, Yaml> named(@Nullable Yaml yaml, Set<String> names) {
        if (yaml == null) {
            return Map.of();
        }
        Map<String, Yaml> map = yaml.map();
        map.forEach((name, value) -> {
            if (!NAME.matcher(name).matches()) {
                value.wrong("must have a name of small letters, digits and dashes");
            } else if (Functions.isTaken(name) || !names.add(name)) {
                value.wrong("can't have this name: there is a function that has it already");
            }
        });
        return map;
    }
}
