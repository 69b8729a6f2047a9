package io.omnihub.cursor;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// How far a table has been taken in: between two looks the time of the newest row that was seen, within a look the
/// last row that was taken.
///
/// @param at     null where nothing was seen yet
/// @param since  how long that has been the newest one; null where nobody knows, and within a look
/// @param within null between two looks
record TableMark(
        @Nullable Stamp at,
        @Nullable Instant since,
        @Nullable Within within) {

    static final TableMark NONE = new TableMark(null, null, null);

    private static final JsonMapper JSON = JsonMapper.shared();

    /// @param key    of the last row that was taken, a text or a number
    /// @param began  when the look began: what has a later time is seen again by the next one
    /// @param before the mark before it
    record Within(Object key, Instant began, TableMark before) {}

    /// Reads what `toString` wrote, and what an operator writes: a time alone will do.
    ///
    /// @throws SourceException where it is none
    static TableMark parse(String position) throws SourceException {
        try {
            if (!position.startsWith("{")) {
                return new TableMark(Stamp.parse(position), null, null);
            }
            return read(JSON.readTree(position));
        } catch (JacksonException | IllegalArgumentException | DateTimeException e) {
            throw new SourceException(
                    "its position is none of a table: set it to a time such as 2026-01-05T09:00:00", e);
        }
    }

    private static TableMark read(JsonNode tree) {
        Stamp at = Stamp.parse(tree.path("at").asString());
        JsonNode key = tree.path("key");
        if (key.isMissingNode()) {
            return new TableMark(at, Instant.parse(tree.path("since").asString()), null);
        }
        return new TableMark(
                at,
                null,
                new Within(
                        key.isNumber() ? number(key.decimalValue()) : key.asString(),
                        Instant.parse(tree.path("began").asString()),
                        tree.has("before") ? read(tree.path("before")) : NONE));
    }

    /// A number as databases compare it with a column of whatever numbers.
    static Object number(BigDecimal number) {
        try {
            return number.longValueExact();
        } catch (ArithmeticException _) {
            return number;
        }
    }

    @Override
    public String toString() {
        return tree().toString();
    }

    private ObjectNode tree() {
        ObjectNode tree = JSON.createObjectNode().put("at", String.valueOf(at));
        if (within == null) {
            return tree.put("since", String.valueOf(since));
        }
        if (within.key instanceof Long number) {
            tree.put("key", number);
        } else if (within.key instanceof BigDecimal number) {
            tree.put("key", number);
        } else {
            tree.put("key", within.key.toString());
        }
        tree.put("began", within.began.toString());
        if (within.before.since != null) {
            tree.set("before", within.before.tree());
        }
        return tree;
    }
}
