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

    private static final Duration COARSE = Duration.ofDays(1);
    private static final Duration FINE = Duration.ofSeconds(1);

    private final Table table;
    private final Duration overlap;
    private final int mostKnown;
    private final Clock clock;
    private final MeterRegistry meters;
    private Set<Long> before = Set.of();
    private Set<Long> look = new LinkedHashSet<>();
    private Optional<String> left = Optional.empty();

    /// @param mostKnown so many rows of the overlap are known as they were; others come again
    TableSource(Table table, Duration overlap, int mostKnown, Clock clock, MeterRegistry meters) {
        this.table = table;
        this.overlap = overlap;
        this.mostKnown = mostKnown;
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
        if (within == null) {
            look.clear();
        }
        Table.Page page = table.page(first(mark));
        Page turn = new Page(mark, within == null ? clock.instant() : within.began(), page, others(page));
        turn.fill(exchange);
        return turn;
    }

    /// What could come before the newest row has come once that has been the newest for as long as the overlap, and for
    /// as long as its time may leave out: of a day, others of the same day may still follow.
    private Table.@Nullable Begin first(TableMark mark) {
        Stamp at = mark.at();
        if (at == null) {
            return null;
        }
        if (mark.within() != null) {
            return new Table.Begin(at, mark.within().key(), false);
        }
        Duration patience = overlap.plus(at.isCoarse() ? COARSE : FINE);
        boolean settled = mark.since() != null && !mark.since().plus(patience).isAfter(clock.instant());
        return settled ? new Table.Begin(at, null, true) : new Table.Begin(at.minus(overlap), null, false);
    }

    private List<TableRow> others(Table.Page page) {
        return page.rows().stream()
                .filter(row -> !before.contains(row.hash()) && !look.contains(row.hash()))
                .toList();
    }

    /// A page of a look.
    private final class Page implements Turn {

        private final TableMark mark;
        private final Instant began;
        private final Table.Page page;
        private final List<TableRow> others;
        private String route = "unknown";

        /// @param mark   behind which it is
        /// @param began  when the look began
        /// @param others than those that are known as they are
        private Page(TableMark mark, Instant began, Table.Page page, List<TableRow> others) throws SourceException {
            this.mark = mark;
            this.began = began;
            this.page = page;
            this.others = others;
            if (page.isFull() && next().equals(mark)) {
                throw new SourceException("a page leads no further: key must tell the rows of one time apart, and the"
                        + " database must find a row by its time as it gave it");
            }
        }

        private void fill(Exchange exchange) {
            exchange.getMessage()
                    .setBody(others.stream()
                            .map(TableRow::json)
                            .collect(Collectors.joining(",", "[", "]"))
                            .getBytes(StandardCharsets.UTF_8));
            exchange.setProperty(
                    ROWS, others.stream().map(row -> alone(exchange, row)).toList());
            route = Objects.requireNonNullElse(exchange.getFromRouteId(), route);
        }

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
            TableMark next = next();
            left = next.at() == null ? left : Optional.of(next.toString());
            return left;
        }

        @Override
        public boolean goesOn() {
            return page.isFull();
        }

        private TableMark next() {
            Optional<TableRow> last = page.rows().reversed().stream()
                    .filter(row -> row.changed() != null)
                    .findFirst();
            Stamp at = last.map(TableRow::changed).orElseGet(mark::at);
            if (page.isFull()) {
                Object key = last.map(TableRow::key).orElseThrow();
                return new TableMark(at, null, new TableMark.Within(key, began, before()));
            }
            Stamp newest = at == null ? null : at.atMost(began, table.zone());
            boolean stands = newest != null && newest.equals(before().at()) && before().since() != null;
            return new TableMark(newest, stands ? before().since() : clock.instant(), null);
        }

        /// The mark before the look.
        private TableMark before() {
            return mark.within() == null ? mark : mark.within().before();
        }
    }

    private void know(long row) {
        look.add(row);
        if (look.size() > mostKnown) {
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
