package io.omnihub.mapping.command;

import io.omnihub.mapping.InvalidMappingException;
import io.omnihub.mapping.UnmappableException;
import io.omnihub.message.InboundEvent;
import io.omnihub.wire.JsonCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedOperationParameter;
import org.springframework.jmx.export.annotation.ManagedResource;

/// The same for operators by JMX.
@ManagedResource(objectName = "io.omnihub:type=Mappings", description = "Proposes and tries mappings")
public final class MappingOperations {

    private final MappingDesk desk;

    MappingOperations(MappingDesk desk) {
        this.desk = desk;
    }

    @ManagedOperation(description = "Proposes a mapping for a sample")
    @ManagedOperationParameter(name = "sample", description = "its text")
    public String suggest(String sample) {
        List<String> told = told(() -> desk.suggest(bytes(sample), "sample")
                .map(suggested -> List.of(suggested.mapping()
                        + (suggested.problem().isEmpty() ? "" : "# " + suggested.problem() + "\n"))));
        return String.join("\n", told);
    }

    @ManagedOperation(description = "Shows what a mapping makes of an input, and what of it was not used")
    @ManagedOperationParameter(name = "mapping", description = "as a file has it")
    @ManagedOperationParameter(name = "input", description = "its text")
    public List<String> attempt(String mapping, String input) {
        return told(() -> desk.attempt(mapping, bytes(input)).map(MappingOperations::shown));
    }

    private static List<String> shown(MappingTrial.Tried tried) {
        List<String> shown = new ArrayList<>();
        for (InboundEvent event :
                tried.events().stream().limit(MappingDesk.MOST).toList()) {
            shown.add(new String(JsonCodec.encode(event), StandardCharsets.UTF_8));
        }
        tried.unused().entrySet().stream()
                .limit(MappingDesk.MOST)
                .forEach(each -> shown.add("not used: " + each.getKey() + ": " + each.getValue()));
        return shown;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// Another machine may not know our exceptions.
    private static List<String> told(Supplier<Optional<List<String>>> done) {
        try {
            return done.get().orElseGet(() -> List.of("another mapping is tried just now"));
        } catch (InvalidMappingException | UnmappableException | IllegalArgumentException e) {
            return List.of(Objects.toString(e.getMessage(), ""));
        }
    }
}
