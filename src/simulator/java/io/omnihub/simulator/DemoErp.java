package io.omnihub.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.event.EventListener;

/// The demo's business systems of yesterday: an ERP that drops its invoices as CSV in GBK, and a shop that keeps its
/// orders in a table. Both know the customers who write by WeChat and by mail.
final class DemoErp implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DemoErp.class);
    private static final Charset GBK = Charset.forName("GBK");
    private static final List<String> STATES = List.of("P", "K", "S", "D");
    private static final int DUE_DAYS = 30;
    private static final List<Customer> CUSTOMERS = List.of(
            new Customer("oDemo-xiaoli", null, "A-1024", "128.50", 2),
            new Customer("oDemo-james", null, "B-2077", "498.00", 2),
            new Customer("oDemo-wangfang", null, "A-1031", "66.00", 1),
            new Customer("oDemo-maria", null, "B-2090", "219.90", 3),
            new Customer(null, "wangfang@customer.example", "C-3001", "5800.00", 200),
            new Customer(null, "emma@customer.example", "1024", "1240.00", 12));

    private final DemoFolder folder;
    private final CustomerThreads threads = new CustomerThreads();
    private final DemoPace pace;

    DemoErp(DemoFolder folder, DemoPace pace) {
        this.folder = folder;
        this.pace = pace;
        // Before a route looks for it.
        try (Connection shop = DriverManager.getConnection(folder.orders());
                Statement sql = shop.createStatement()) {
            sql.execute("create table orders (no text primary key, wechat text, email text, state text, total text,"
                    + " quantity integer, ordered_at text, changed_at integer)");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// @param wechat their openid; null for none
    /// @param email  null for none
    private record Customer(
            @Nullable String wechat, @Nullable String email, String order, String total, int quantity) {

        String invoice(int round, String state) {
            LocalDate due = LocalDate.now(ZoneOffset.UTC).plusDays(DUE_DAYS);
            return "INV-%s-%d,%s,%s,%s,%s,%s%n"
                    .formatted(
                            order, round, wechat == null ? "" : wechat, email == null ? "" : email, state, total, due);
        }
    }

    @EventListener
    void begin(ApplicationReadyEvent event) {
        if (event.getApplicationContext() instanceof ServletWebServerApplicationContext) {
            LOG.info("Demo: an ERP drops its invoices into {}, beside which a table has orders", folder.erp());
            LOG.info("Demo: routes and channels are read from copies beside them until the demo ends");
            threads.start("erp", this::drop);
            threads.start("orders", this::order);
        }
    }

    private void drop() throws InterruptedException {
        for (int round = 1; ; round++) {
            for (String state : List.of("待付", "已付")) {
                StringBuilder rows = new StringBuilder("发票号,微信,邮箱,状态,金额,到期日\n");
                for (Customer customer : CUSTOMERS) {
                    rows.append(customer.invoice(round, state));
                }
                drop("invoices-%d-%s".formatted(round, state.equals("待付") ? "open" : "paid"), rows.toString());
                pace.rest();
            }
        }
    }

    private void drop(String name, String rows) {
        try {
            Path part = folder.erp().resolve(name + ".part");
            Files.write(part, rows.getBytes(GBK));
            Files.move(part, folder.erp().resolve(name + ".csv"));
            Files.createFile(folder.erp().resolve(name + ".csv.ok"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void order() throws InterruptedException {
        try (Connection shop = DriverManager.getConnection(folder.orders())) {
            for (int round = 1; ; round++) {
                for (String state : STATES) {
                    for (Customer customer : CUSTOMERS) {
                        put(shop, customer, round, state);
                    }
                    pace.rest();
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void put(Connection shop, Customer customer, int round, String state) throws SQLException {
        try (PreparedStatement put = shop.prepareStatement("insert into orders values (?, ?, ?, ?, ?, ?, ?, ?)"
                + " on conflict (no) do update set state = excluded.state, changed_at = excluded.changed_at")) {
            String ordered = DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
            put.setString(1, round == 1 ? customer.order : customer.order + "-" + round);
            put.setString(2, customer.wechat);
            put.setString(3, customer.email);
            put.setString(4, state);
            put.setString(5, customer.total);
            put.setInt(6, customer.quantity);
            put.setString(7, ordered);
            put.setLong(8, System.currentTimeMillis());
            put.executeUpdate();
        }
    }

    @Override
    public void close() throws IOException {
        threads.close();
        folder.close();
    }
}
