package io.omnihub.mapping;

import com.schibsted.spt.data.jslt.Function;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Makes a mapping of the text of its file.
final class Compiler {

    static final Set<String> KEYS =
            Set.of("format", "charset", "largest", "most", "zone", "times", "numbers", "tables", "in", "out");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");

    private Compiler() {}

    /// @param path where it lies, for the tables beside it; null where it is in no file
    /// @throws InvalidMappingException with all that is wrong
    static Mapping compile(String file, @Nullable Path path, String text) {
        Problems problems = new Problems(file);
        Yaml root = Yaml.read(text, problems);
        Map<String, Yaml> keys = root.map(KEYS);
        Set<Path> files = new HashSet<>();
        if (path != null) {
            files.add(path);
        }
        Expressions expressions = new Expressions(functions(keys, path, files), Set.of());
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
        return new Mapping(file, files, limits, format, in, out);
    }

    private static List<Function> functions(Map<String, Yaml> keys, @Nullable Path path, Set<Path> files) {
        List<Function> functions = Functions.all();
        Set<String> names = new HashSet<>();
        ZoneId zone = Times.zone(keys.get("zone"));
        named(keys.get("times"), names).forEach((name, yaml) -> functions.addAll(Times.compile(name, yaml, zone)));
        named(keys.get("numbers"), names).forEach((name, yaml) -> functions.addAll(Numbers.compile(name, yaml)));
        named(keys.get("tables"), names)
                .forEach((name, yaml) -> functions.addAll(Tables.compile(name, yaml, path, files)));
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
