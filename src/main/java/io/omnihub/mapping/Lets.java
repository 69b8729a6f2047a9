package io.omnihub.mapping;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The variables that a mapping declares under `let`, each of which may use those before it.
///
/// @param given    what there is beside, such as `root`
/// @param declared by name
/// @param names    of both
record Lets(Set<String> given, Map<String, Value> declared, Set<String> names) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");

    static Lets compile(@Nullable Yaml yaml, Set<String> given, Expressions expressions) {
        Map<String, Value> declared = new LinkedHashMap<>();
        Map<String, Yaml> map = yaml == null ? Map.of() : yaml.map();
        map.forEach((name, value) -> {
            if (!NAME.matcher(name).matches() || given.contains(name)) {
                value.wrong("can't be a variable's name");
            }
            Expressions known = expressions.knowing(given).knowing(declared.keySet());
            declared.put(name, known.value(value));
        });
        Set<String> names = new HashSet<>(given);
        names.addAll(declared.keySet());
        return new Lets(given, declared, names);
    }

    /// All names that expressions may use.
    Expressions on(Expressions expressions) {
        return expressions.knowing(names);
    }
}
