package io.omnihub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.AbstractMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The variables of one record. What is declared is worked out when it is first asked for: JSLT asks for what an
/// expression names and for nothing else.
final class Variables extends AbstractMap<String, JsonNode> {

    private final Lets lets;
    private final JsonNode here;
    private final Map<String, JsonNode> known;

    /// @param given a value for each name that the declaration takes for given
    Variables(Lets lets, JsonNode here, Map<String, JsonNode> given) {
        this.lets = lets;
        this.here = here;
        this.known = new HashMap<>(given);
    }

    @Override
    public Set<String> keySet() {
        return lets.names();
    }

    @Override
    public @Nullable JsonNode get(Object name) {
        JsonNode value = known.get(name);
        Value declared = value == null ? lets.declared().get(name) : null;
        if (declared != null) {
            value = declared.of(new View(here, this));
            known.put((String) name, value);
        }
        return value;
    }

    /// The same where an expression names only some: JSLT looks at each that there is.
    Map<String, JsonNode> only(Set<String> names) {
        return new AbstractMap<>() {
            @Override
            public Set<String> keySet() {
                return names;
            }

            @Override
            public @Nullable JsonNode get(Object name) {
                return Variables.this.get(name);
            }

            @Override
            public Set<Entry<String, JsonNode>> entrySet() {
                return Variables.this.entrySet();
            }
        };
    }

    @Override
    public Set<Entry<String, JsonNode>> entrySet() {
        return keySet().stream()
                .map(name -> Map.entry(name, Objects.requireNonNullElseGet(get(name), Nodes::missing)))
                .collect(Collectors.toUnmodifiableSet());
    }
}
