package io.omnihub.store;

import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Opens the database that the configuration names: PostgreSQL where a URL is set, else SQLite in the data
/// directory.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DatabaseProperties.class)
class StoreConfiguration {

    @Bean
    Databases databases(DatabaseProperties properties, @Value("${omnihub.data:./data}") Path data) {
        return properties.url().isEmpty()
                ? Databases.sqlite(data, properties.poolSize())
                : Databases.postgres(properties);
    }

    @Bean
    Database database(Databases databases) {
        return databases.database();
    }
}
