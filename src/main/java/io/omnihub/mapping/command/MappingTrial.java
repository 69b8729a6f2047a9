package io.omnihub.mapping.command;

import io.omnihub.mapping.Mapping;
import io.omnihub.mapping.Mappings;
import io.omnihub.mapping.Samples;
import io.omnihub.mapping.UnmappableException;
import io.omnihub.message.InboundEvent;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What `omnihub mapping` does, for whoever asks for it.
final class MappingTrial {

    private MappingTrial() {}

    /// A mapping to begin with.
    ///
    /// @param problem why it does not take the whole sample yet; empty where it does
    record Suggested(String mapping, String problem) {}

    /// @param events what becomes of an input, without its bytes
    /// @param unused of it, by its path, with its value
    record Tried(List<InboundEvent> events, Map<String, String> unused) {}

    /// @param name of the sample
    /// @throws IllegalArgumentException where nothing can be proposed
    /// @throws UnmappableException      where the sample is broken
    static Suggested suggest(byte[] sample, String name) {
        String proposed = new Proposal(sample, ZoneId.systemDefault()).yaml(name);
        try {
            Mappings.compile("proposed", proposed).read(sample, Samples.arrival());
            return new Suggested(proposed, "");
        } catch (UnmappableException e) {
            return new Suggested(proposed, Objects.toString(e.getMessage(), ""));
        }
    }

    /// @throws UnmappableException where the mapping can't read it
    static Tried attempt(Mapping mapping, byte[] input) {
        Map<String, String> unused = new LinkedHashMap<>();
        List<InboundEvent> events =
                mapping.read(input, Samples.arrival(), rest -> rest.forEach(unused::putIfAbsent)).stream()
                        .map(event -> new InboundEvent(event.header().withRaw(null), event.body()))
                        .toList();
        return new Tried(events, unused);
    }
}
