package io.omnihub.mapping;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.omnihub.message.InboundEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A mapping, compiled: it turns foreign bytes into unified events. It keeps nothing between two inputs and may be used
/// by
/// any number of threads.
public final class Mapping {

    private final String file;
    private final Set<Path> files;
    private final Limits limits;
    private final Format format;
    private final @Nullable Inbound in;

    Mapping(String file, Set<Path> files, Limits limits, Format format, @Nullable Inbound in) {
        this.file = file;
        this.files = Set.copyOf(files);
        this.limits = limits;
        this.format = format;
        this.in = in;
    }

    /// All files that it was made of: its own, and the tables beside it.
    public Set<Path> files() {
        return files;
    }

    /// How many bytes an input may have at most.
    public int largest() {
        return limits.largest();
    }

    /// @return in order; empty for what nobody needs to know of
    /// @throws UnmappableException where the input is none that the mapping can read
    public List<InboundEvent> read(byte[] bytes, Arrival arrival) {
        if (in == null) {
            throw bad(new Spot(0, "in"), "is not declared, so nothing can be read", "", "");
        }
        if (bytes.length > limits.largest()) {
            throw bad(new Spot(0, "largest"), "the input has more than " + limits.largest() + " bytes", "", "");
        }
        Input input = new Input(bytes, arrival, format.contentType());
        List<Row> rows = rows(input, in);
        List<InboundEvent> events = new ArrayList<>();
        for (Row row : rows) {
            List<Row> records = split(in, row, input);
            for (Row record : records) {
                if (events.size() >= limits.most()) {
                    throw bad(new Spot(0, "most"), "the input holds more than " + limits.most() + " events", "", "");
                }
                boolean alone = rows.size() == 1 && records.size() == 1;
                read(in, record, row, alone, input, events);
            }
        }
        return List.copyOf(events);
    }

    private List<Row> rows(Input input, Inbound inbound) {
        try {
            return format.read(input, inbound.keepsRest() ? new Traced.Factory() : NODES);
        } catch (BadInputException e) {
            throw bad(new Spot(0, "format"), "the input " + e.reason(), e.place(), "");
        }
    }

    private List<Row> split(Inbound inbound, Row row, Input input) {
        try {
            return inbound.split(row, input);
        } catch (BadValueException e) {
            throw bad(e.spot(), e.reason(), row.place(), e.value());
        }
    }

    private void read(Inbound inbound, Row record, Row root, boolean alone, Input input, List<InboundEvent> events) {
        try {
            inbound.read(record, root.record(), alone, input, events);
        } catch (BadValueException e) {
            throw bad(e.spot(), e.reason(), record.place(), e.value());
        }
    }

    private UnmappableException bad(Spot spot, String reason, String place, String value) {
        return new UnmappableException(new MappingProblem(file, spot.line(), spot.field(), reason), place, value);
    }

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
}
