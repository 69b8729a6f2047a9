package io.omnihub.cursor;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultMessage;
import org.jspecify.annotations.Nullable;

/// The rows of a table that are new or have changed. A look begins some time before the newest row that the one before
/// has seen, but not later than that began, and goes on page by page: so a row is seen however late it was committed
/// and however slow the clock that stamped it, as long as both together are within that time.
final class TableSource implements PageSource {

    /// The route finds the page's rows there, each by itself as an input with a heading, to be tried alone.
    private static final String ROWS = "HubRows";

    /// Where a row stands.
    private static final String PLACE = "HubPlace";

    /// So many rows of the overlap are known as they were; others come again.
    private static final int MOST_KNOWN = 50_000;

    private final Table table;
    private final Duration overlap;
    private final Clock clock;
    private final MeterRegistry meters;
    private Set<String> before = Set.of();
    private Set<String> look = new LinkedHashSet<>();
    private Optional<String> left = Optional.empty();

    TableSource(Table table, Duration overlap, Clock clock, MeterRegistry meters) {
        this.table = table;
        this.overlap = overlap;
        this.clock = clock;
        this.meters = meters;
    }

    @Override
    public Turn begin(Exchange exchange, Optional<String> position) throws SourceException {
        if (!position.equals(left)) {
            // Somebody wants to have it again.
            look.clear();
            before = Set.of();
            left = position;
        }
        TableMark mark = position.isPresent() ? TableMark.parse(position.get()) : TableMark.NONE;
        TableMark.Within within = mark.within();
        Stamp at = mark.at();
        if (within != null) {
            return turn(exchange, at, within.began(), table.page(at, within.key()));
        }
        look.clear();
        return turn(exchange, at, clock.instant(), table.page(at == null ? null : at.minus(overlap), null));
    }

    private Turn turn(Exchange exchange, @Nullable Stamp at, Instant began, Table.Page page) {
        List<TableRow> others =
                page.rows().stream().filter(row -> !before.contains(row.hash())).toList();
        exchange.getMessage()
                .setBody(others.stream()
                        .map(TableRow::json)
                        .collect(Collectors.joining(",", "[", "]"))
                        .getBytes(StandardCharsets.UTF_8));
        exchange.setProperty(
                ROWS, others.stream().map(row -> alone(exchange, row)).toList());
        String route = Objects.requireNonNullElse(exchange.getFromRouteId(), "unknown");
        return new Turn() {
            @Override
            public boolean isFilled() {
                return !others.isEmpty();
            }

            @Override
            public Optional<String> taken() {
                page.rows().forEach(row -> know(row.hash()));
                meters.counter("omnihub.rows", "route", route).increment(others.size());
                if (!goesOn()) {
                    before = look;
                    look = new LinkedHashSet<>();
                }
                Optional<String> next = next();
                left = next.isPresent() ? next : left;
                return next;
            }

            private Optional<String> next() {
                if (goesOn()) {
                    TableRow last = page.rows().getLast();
                    return Optional.of(
                            new TableMark(last.changed(), new TableMark.Within(last.key(), began)).toString());
                }
                Stamp newest =
                        page.rows().isEmpty() ? at : page.rows().getLast().changed();
                return Optional.ofNullable(newest)
                        .map(stamp -> new TableMark(stamp.atMost(began, table.zone()), null).toString());
            }

            @Override
            public boolean goesOn() {
                return page.isFull();
            }
        };
    }

    private void know(String row) {
        look.add(row);
        if (look.size() > MOST_KNOWN) {
            look.remove(look.iterator().next());
        }
    }

    private static Message alone(Exchange exchange, TableRow row) {
        Message message = new DefaultMessage(exchange);
        message.setHeader(PLACE, "the row " + row.key() + " of " + row.changed());
        message.setBody(("[" + row.json() + "]").getBytes(StandardCharsets.UTF_8));
        return message;
    }
}
