package io.omnihub.route;

import com.zaxxer.hikari.HikariDataSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The databases of others that routes may name in `sql:` and `jdbc:`. None is connected to before a route uses it.
final class OtherDatabases implements CamelContextConfiguration, DisposableBean {

    private static final int MOST_CONNECTIONS = 4;

    private final Settings settings;
    private final List<HikariDataSource> pools = new ArrayList<>();

    OtherDatabases(Settings settings) {
        this.settings = settings;
    }

    @Override
    public void beforeApplicationStart(CamelContext camel) {
        settings.otherDatabases().forEach((name, database) -> {
            HikariDataSource pool = new HikariDataSource();
            pool.setPoolName("other-database-" + name);
            pool.setJdbcUrl(database.url());
            pool.setUsername(database.user());
            pool.setPassword(database.password());
            pool.setMaximumPoolSize(MOST_CONNECTIONS);
            pool.setMinimumIdle(0);
            pools.add(pool);
            camel.getRegistry().bind(name, pool);
        });
    }

    @Override
    public void afterApplicationStart(CamelContext camel) {
        // They connect when somebody asks.
    }

    @Override
    public void destroy() {
        pools.forEach(HikariDataSource::close);
    }

    /// @param otherDatabases by the names by which routes know them
    @ConfigurationProperties("omnihub")
    record Settings(@DefaultValue Map<String, OtherDatabase> otherDatabases) {}

    /// @param url as its JDBC driver takes it
    record OtherDatabase(
            @DefaultValue("") String url,
            @DefaultValue("") String user,
            @DefaultValue("") String password) {

        @Override
        public String toString() {
            return "OtherDatabase[" + user + "]";
        }
    }
}
