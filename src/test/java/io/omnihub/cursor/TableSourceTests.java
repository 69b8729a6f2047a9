package io.omnihub.cursor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.omnihub.TestClock;
import io.omnihub.store.DatabaseProperties;
import io.omnihub.store.TestDatabases;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Looks at a table of orders that others write to.
final class TableSourceTests {

    private static final LocalDateTime NINE = LocalDateTime.parse("2026-01-05T09:00:00.123");
    private static final Duration OVERLAP = Duration.ofMinutes(10);
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final String SELECT = "select no, state, changed_at from orders where state <> 'draft & %'";

    @TempDir
    private static Path directory;

    private static DefaultCamelContext camel = new DefaultCamelContext();

    private final TestClock clock =
            new TestClock(NINE.atZone(SHANGHAI).plusHours(1).toInstant());
    private Optional<String> position = Optional.empty();
    private int mostKnown = 1_000;
    private Duration overlap = OVERLAP;

    @BeforeAll
    static void start() {
        camel.start();
    }

    @AfterAll
    static void stop() {
        camel.stop();
    }

    /// Whose table it is.
    enum Product {
        POSTGRESQL("create table orders (no varchar(20), state varchar(40), changed_at timestamp)"),
        ORACLE("create table orders (no varchar2(20), state varchar2(40), changed_at timestamp)"),
        SQLITE("create table orders (no text, state text, changed_at integer)");

        private final String table;

        Product(String table) {
            this.table = table;
        }

        DataSource open() throws SQLException {
            DataSource database = switch (this) {
                case POSTGRESQL -> {
                    DatabaseProperties fresh = TestDatabases.newPostgres();
                    yield new DriverManagerDataSource(fresh.url(), fresh.user(), fresh.password());
                }
                case ORACLE ->
                    new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";MODE=Oracle;DB_CLOSE_DELAY=-1");
                case SQLITE ->
                    new DriverManagerDataSource("jdbc:sqlite:" + directory.resolve(UUID.randomUUID() + ".db"));
            };
            execute(database, table);
            return database;
        }

        Object stamp(LocalDateTime time) {
            return this == SQLITE ? time.atZone(SHANGHAI).toInstant().toEpochMilli() : time;
        }

        void put(DataSource database, String no, String state, LocalDateTime changed) throws SQLException {
            try (Connection connection = database.getConnection();
                    PreparedStatement delete = connection.prepareStatement("delete from orders where no = ?");
                    PreparedStatement insert = connection.prepareStatement(
                            "insert into orders (no, state, changed_at) values (?, ?, ?)")) {
                delete.setString(1, no);
                delete.execute();
                insert.setString(1, no);
                insert.setString(2, state);
                insert.setObject(3, stamp(changed));
                insert.execute();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void rowsOfOneTimeThatAreMoreThanAPageAreGivenOnceEach(Product product) throws Exception {
        DataSource orders = product.open();
        for (int no = 10; no < 35; no++) {
            product.put(orders, "0" + no, "new", NINE);
        }
        product.put(orders, "001", "new", NINE.plusSeconds(1));
        TableSource source = source(orders, SELECT, 10);
        List<String> first = look(source);
        assertThat(first)
                .hasSize(26)
                .doesNotHaveDuplicates()
                .startsWith("010 new")
                .endsWith("001 new");
        assertThat(look(source)).as("nothing has changed").isEmpty();
        product.put(orders, "020", "paid", NINE.plusMinutes(5));
        assertThat(look(source)).containsExactly("020 paid");
    }

    @ParameterizedTest
    @EnumSource
    void aRowThatIsCommittedLateOrStampedByASlowClockIsSeen(Product product) throws Exception {
        DataSource orders = product.open();
        product.put(orders, "001", "paid", NINE);
        product.put(orders, "009", "paid", NINE);
        TableSource source = source(orders, SELECT, 10);
        assertThat(look(source)).containsExactly("001 paid", "009 paid");
        product.put(orders, "002", "paid", NINE.minusMinutes(9));
        product.put(orders, "001", "shipped", NINE.minusMinutes(8));
        assertThat(look(source)).containsExactly("002 paid", "001 shipped");
        product.put(orders, "003", "paid", NINE.minusMinutes(11));
        assertThat(look(source)).as("that is later than was promised").isEmpty();
    }

    /// The pages of a look that catches up come from different moments.
    @ParameterizedTest
    @EnumSource
    void aRowThatIsCommittedBehindThePageOfALongLookIsSeenByTheNextOne(Product product) throws Exception {
        DataSource orders = product.open();
        LocalDateTime now = LocalDateTime.ofInstant(clock.instant(), SHANGHAI);
        for (int no = 0; no < 5; no++) {
            product.put(orders, "00" + no, "new", now.minusMinutes(1));
        }
        TableSource source = source(orders, SELECT, 2);
        List<String> given = new ArrayList<>();
        assertThat(page(source, given)).isTrue();
        product.put(orders, "late", "new", now.minusMinutes(2));
        for (int minute = 1; minute <= 30; minute++) {
            clock.forward(Duration.ofMinutes(1));
            product.put(orders, "m" + minute, "new", now.plusMinutes(minute));
            page(source, given);
        }
        given.addAll(look(source));
        given.addAll(look(source));
        assertThat(given).contains("late new", "m30 new").hasSize(36).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource
    void aRowFromTheFutureHidesNoOther(Product product) throws Exception {
        DataSource orders = product.open();
        product.put(orders, "001", "new", LocalDateTime.parse("2099-01-01T00:00:00"));
        TableSource source = source(orders, SELECT, 10);
        assertThat(look(source)).containsExactly("001 new");
        product.put(orders, "002", "new", NINE.plusMinutes(55));
        assertThat(look(source)).containsExactly("002 new");
    }

    @ParameterizedTest
    @EnumSource
    void whoWasStoppedWithinALookGoesOnBehindThePageThatWasTaken(Product product) throws Exception {
        DataSource orders = product.open();
        for (int no = 10; no < 30; no++) {
            product.put(orders, "0" + no, "new", NINE);
        }
        List<String> given = new ArrayList<>();
        assertThat(page(source(orders, SELECT, 8), given)).isTrue();
        assertThat(position.orElseThrow()).contains("\"key\":\"017\"");
        product.put(orders, "late", "new", NINE.minusMinutes(1));
        TableSource again = source(orders, SELECT, 8);
        assertThat(look(again))
                .as("the last one may have had others beside it")
                .hasSize(13)
                .startsWith("017 new")
                .endsWith("029 new");
        assertThat(look(again)).as("the next look begins before it").contains("late new");

        position = Optional.of(product.stamp(NINE.plusMinutes(9)).toString());
        assertThat(look(again)).as("an operator has set it").hasSize(21);
        position = Optional.of("yesterday");
        assertThatThrownBy(() -> look(again))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("its position");
    }

    @Test
    void aPageThatWasNotTakenComesAgain() throws Exception {
        DataSource orders = Product.ORACLE.open();
        Product.ORACLE.put(orders, "001", "new", NINE);
        TableSource source = source(orders, SELECT, 10);
        for (int time = 0; time < 2; time++) {
            assertThat(source.begin(exchange(), position).isFilled()).isTrue();
        }
        assertThat(look(source)).containsExactly("001 new");
        Product.ORACLE.put(orders, "002", "new", NINE);
        for (int time = 0; time < 2; time++) {
            Exchange exchange = exchange();
            source.begin(exchange, position);
            assertThat(exchange.getMessage().getBody(String.class))
                    .contains("002")
                    .doesNotContain("001");
        }
        assertThat(look(source)).containsExactly("002 new");
    }

    /// A bulk change, and then nothing for a night.
    @Test
    void rowsThatAreMoreThanAreKnownComeAgainUntilTheOverlapHasGoneBy() throws Exception {
        DataSource orders = Product.POSTGRESQL.open();
        for (int no = 10; no < 40; no++) {
            Product.POSTGRESQL.put(orders, "0" + no, "new", NINE);
        }
        mostKnown = 20;
        TableSource source = source(orders, SELECT, 8);
        assertThat(look(source)).hasSize(30);
        for (int minute = 1; minute <= 10; minute++) {
            assertThat(look(source)).hasSizeBetween(10, 30);
            clock.forward(Duration.ofMinutes(1));
        }
        clock.forward(Duration.ofSeconds(1));
        Product.POSTGRESQL.put(orders, "040", "new", NINE.plusSeconds(1));
        assertThat(look(source)).containsExactly("040 new");
        clock.forward(OVERLAP.plusSeconds(1));
        assertThat(look(source)).isEmpty();
        assertThat(look(source(orders, SELECT, 8))).as("nor after a restart").isEmpty();
    }

    /// Of a column of days all that happens today has one time, and of one of seconds what happens in a second.
    @Test
    void rowsOfACoarseTimeAreSeenHoweverLongThatHasBeenTheNewest() throws Exception {
        DataSource orders = Product.POSTGRESQL.open();
        execute(orders, "alter table orders alter column changed_at type date");
        LocalDateTime today = NINE.toLocalDate().atStartOfDay();
        Product.POSTGRESQL.put(orders, "001", "new", today);
        TableSource source = source(orders, SELECT, 8);
        assertThat(look(source)).containsExactly("001 new");
        for (int hour = 1; hour <= 12; hour++) {
            clock.forward(Duration.ofHours(1));
            Product.POSTGRESQL.put(orders, "00" + hour, "hour " + hour, today);
            assertThat(look(source)).containsExactly("00" + hour + " hour " + hour);
        }
        clock.forward(Duration.ofDays(1));
        assertThat(look(source(orders, SELECT, 8))).as("settled").isEmpty();
    }

    @Test
    void withoutAnOverlapARowOfTheSameTimeIsSeen() throws Exception {
        DataSource orders = Product.SQLITE.open();
        overlap = Duration.ZERO;
        Product.SQLITE.put(orders, "001", "new", NINE);
        TableSource source = source(orders, SELECT, 8);
        assertThat(look(source)).containsExactly("001 new");
        Product.SQLITE.put(orders, "000", "new", NINE);
        assertThat(look(source)).containsExactly("000 new");
    }

    @Test
    void keysThatOnlyTheDatabaseTakesForAlikeAreNotLostBetweenPages() throws Exception {
        DataSource orders = Product.ORACLE.open();
        execute(orders, "alter table orders alter column no varchar_ignorecase(20)");
        for (String no : List.of("a0", "a1", "A1", "a2", "a3")) {
            execute(orders, "insert into orders values ('%s', 'new', timestamp '2026-01-05 09:00:00')".formatted(no));
        }
        assertThat(look(source(orders, SELECT, 3)))
                .containsExactlyInAnyOrder("a0 new", "a1 new", "A1 new", "a2 new", "a3 new");
    }

    @Test
    void oneOddRowStopsNoOther() throws Exception {
        DataSource orders = Product.SQLITE.open();
        Product.SQLITE.put(orders, "001", "new", NINE);
        execute(orders, "insert into orders values ('002', 'odd', 'yesterday'), ('003', 'real', 1767574800.5)");
        TableSource source = source(orders, SELECT, 2);
        assertThat(look(source)).containsExactlyInAnyOrder("001 new", "002 odd", "003 real");
        Product.SQLITE.put(orders, "004", "new", NINE.plusMinutes(1));
        assertThat(look(source)).containsExactly("004 new");
    }

    @Test
    void valuesAreGivenAsJsonWithTheZoneOfTheTable() throws Exception {
        DataSource orders = Product.ORACLE.open();
        execute(
                orders,
                "create table lines (id number(19), price number(12, 2), note clob, log clob, born date, seen timestamp"
                        + " with time zone, code char(4), nothing varchar2(9), changed_at timestamp)");
        execute(
                orders,
                "insert into lines values (9007199254740993, 1234567890.50, '镕', space(1048577), timestamp '2026-01-05 09:00:00',"
                        + " timestamp with time zone '2026-01-05 09:00:00+09:00', 'A', null, timestamp '2026-01-05 09:03:00')");
        TableSource source = source(
                orders,
                "with l as (select * from lines) select l.*, id as \"Line No\" from l -- all of them",
                10,
                "\"Line No\"");
        Exchange exchange = exchange();
        source.begin(exchange, position);
        assertThat(exchange.getMessage().getBody(String.class))
                .contains(
                        "\"id\":9007199254740993",
                        "\"price\":1234567890.50",
                        "\"note\":\"镕\"",
                        "\"log\":{\"tooLarge\":true}",
                        "\"born\":\"2026-01-05T09:00:00+08:00\"",
                        "\"seen\":\"2026-01-05T09:00:00+09:00\"",
                        "\"nothing\":null",
                        "\"changed_at\":\"2026-01-05T09:03:00+08:00\"",
                        "\"Line No\":9007199254740993");
        assertThat(look(source)).hasSize(1);
        assertThat(position.orElseThrow()).contains("2026-01-05T09:03");
    }

    @Test
    void whatIsNoTableToBeLookedAtSaysWhy() throws Exception {
        DataSource orders = Product.POSTGRESQL.open();
        for (int line = 0; line < 3; line++) {
            execute(orders, "insert into orders values ('001', 'line %d', '2026-01-05 09:00:00')".formatted(line));
        }
        execute(orders, "insert into orders values (null, 'no key', '2026-01-05 09:00:00'), ('002', 'no time', null)");
        assertThat(look(source(orders, SELECT, 3))).containsOnly("001 line 0", "001 line 1", "001 line 2");
        position = Optional.empty();
        assertThatThrownBy(() -> look(source(orders, SELECT, 2)))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("key must tell the rows of one time apart");
        assertThatThrownBy(() -> look(source(orders, "select no, changed_at, salary from orders", 2)))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("column \"salary\" does not exist");
        position = Optional.empty();
        assertThatThrownBy(
                        () -> look(source(orders, "select no, cast(changed_at as text) as changed_at from orders", 5)))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("cast it in the select");
        assertThatThrownBy(
                        () -> look(source(orders, "select no, 1 / (length(state) - 6) as changed_at from orders", 5)))
                .as("its words might repeat what stands in a row")
                .isInstanceOf(SourceException.class)
                .hasMessage("its database says SQLSTATE 22012");
    }

    private TableSource source(DataSource database, String select, int rows) {
        return source(database, select, rows, "no");
    }

    private TableSource source(DataSource database, String select, int rows, String key) {
        return new TableSource(
                new Table(database, select, "changed_at", key, SHANGHAI, rows),
                overlap,
                mostKnown,
                clock,
                new SimpleMeterRegistry());
    }

    /// All that a look gives.
    private List<String> look(TableSource source) throws Exception {
        List<String> given = new ArrayList<>();
        while (page(source, given)) {
            assertThat(given.size()).as("it ends").isLessThan(1_000);
        }
        return given;
    }

    /// @return whether more is to be asked for at once
    private boolean page(TableSource source, List<String> given) throws Exception {
        Exchange exchange = exchange();
        PageSource.Turn turn = source.begin(exchange, position);
        for (JsonNode row : JsonMapper.shared()
                .readTree(exchange.getMessage().getBody(String.class).getBytes(StandardCharsets.UTF_8))) {
            given.add(row.path("no").asString("") + " " + row.path("state").asString(""));
        }
        position = turn.taken().or(() -> position);
        return turn.goesOn();
    }

    private static Exchange exchange() {
        return new DefaultExchange(camel);
    }

    private static void execute(DataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
