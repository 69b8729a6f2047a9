package io.omnihub.cursor;

import io.micrometer.core.instrument.MeterRegistry;
import io.omnihub.channel.ChannelStatuses;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;
import org.springframework.boot.convert.DurationStyle;

/// The component `table:`: `from: table:<name>?database=erp&select=…&changed=changed_at&key=no` gives the rows of a
/// table in somebody else's database that are new or have changed, page by page. docs/doors.md tells more.
final class TableComponent extends DefaultComponent {

    private static final Pattern COLUMN = Pattern.compile("[A-Za-z_][A-Za-z0-9_$#]{0,127}|\"[^\"\\p{Cntrl}]{1,128}\"");
    private static final Pattern SELECT = Pattern.compile("(select|with)\\b", Pattern.CASE_INSENSITIVE);
    private static final Duration LONGEST_OVERLAP = Duration.ofDays(30);
    private static final int MOST_ROWS = 5_000;

    private final PagesConsumer.Needs needs;
    private final ChannelStatuses statuses;
    private final Clock clock;
    private final MeterRegistry meters;

    TableComponent(PagesConsumer.Needs needs, ChannelStatuses statuses, Clock clock, MeterRegistry meters) {
        this.needs = needs;
        this.statuses = statuses;
        this.clock = clock;
        this.meters = meters;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String name, Map<String, Object> parameters) {
        String database = CursorComponent.option(parameters, "database", "");
        DataSource source = getCamelContext().getRegistry().lookupByNameAndType(database, DataSource.class);
        if (source == null) {
            throw new IllegalArgumentException("there is no database \"" + database
                    + "\": a setting omnihub.other-databases.<name>.url makes one");
        }
        String select = CursorComponent.option(parameters, "select", "").strip();
        if (!SELECT.matcher(select).lookingAt() || select.endsWith(";")) {
            throw new IllegalArgumentException(
                    "select must be a statement that begins with select or with, without a semicolon");
        }
        Duration overlap = DurationStyle.detectAndParse(CursorComponent.option(parameters, "overlap", "10m"));
        if (overlap.isNegative() || overlap.compareTo(LONGEST_OVERLAP) > 0) {
            throw new IllegalArgumentException("overlap must be between 0s and 30d");
        }
        int rows = getAndRemoveParameter(parameters, "rows", Integer.class, 500);
        if (rows < 2 || rows > MOST_ROWS) {
            throw new IllegalArgumentException("rows must be between 2 and " + MOST_ROWS);
        }
        Table table = new Table(
                source, select, column(parameters, "changed"), column(parameters, "key"), zone(parameters), rows);
        TenantId tenant = new TenantId(CursorComponent.option(parameters, "tenant", TenantId.DEFAULT.value()));
        String inbox = CursorComponent.option(parameters, "inbox", "");
        UnaryOperator<PageSource> telling = inbox.isEmpty()
                ? UnaryOperator.identity()
                : pages -> new ToldSource(pages, statuses, tenant, new InboxId(inbox));
        return new TableEndpoint(
                uri,
                this,
                CursorComponent.name("table:", name),
                CursorComponent.every(parameters),
                table,
                overlap,
                telling);
    }

    private static String column(Map<String, Object> parameters, String option) {
        String column = CursorComponent.option(parameters, option, "");
        if (!COLUMN.matcher(column).matches()) {
            throw new IllegalArgumentException(option + " must name a column of the select");
        }
        return column;
    }

    private static ZoneId zone(Map<String, Object> parameters) {
        String zone = CursorComponent.option(parameters, "zone", "");
        try {
            return zone.isEmpty() ? ZoneId.systemDefault() : ZoneId.of(zone);
        } catch (DateTimeException _) {
            throw new IllegalArgumentException("zone must be one, such as Asia/Shanghai");
        }
    }

    PagesConsumer.Needs needs() {
        return needs;
    }

    Clock clock() {
        return clock;
    }

    MeterRegistry meters() {
        return meters;
    }
}
