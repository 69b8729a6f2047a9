package io.omnihub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/// The records that are read of an input, of which there are so many at most.
final class Records {

    private final int most;
    private final List<Row> rows = new ArrayList<>();

    Records(Input input) {
        this.most = input.most();
    }

    /// @throws BadInputException where there are too many
    void add(long line, ObjectNode record) {
        add(new Row("line " + line, record));
    }

    /// @throws BadInputException where there are too many
    void add(Row row) {
        if (rows.size() >= most) {
            throw new BadInputException("holds more than " + most + " records", "");
        }
        rows.add(row);
    }

    List<Row> rows() {
        return rows;
    }

    /// Adds a value to a record; of several of one name a list is made.
    static void put(ObjectNode record, String name, JsonNode value) {
        // Not by get: that would count as asked for.
        JsonNode before = record.path(name);
        if (before.isMissingNode()) {
            record.set(name, value);
        } else if (before.isArray()) {
            record.withArray(name).add(value);
        } else {
            record.putArray(name).add(before).add(value);
        }
    }
}
