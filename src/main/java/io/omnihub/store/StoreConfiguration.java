package io.omnihub.store;

import java.nio.file.Path;
import java.util.Objects;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Opens the database that the configuration names: PostgreSQL where a URL is set, else SQLite in the data
/// directory.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DatabaseProperties.class)
class StoreConfiguration {

    /// Taken before anything is opened there.
    @Bean
    FolderLock folderLock(@Value("${omnihub.data:./data}") Path data) {
        return FolderLock.take(data);
    }

    @Bean
    Databases databases(DatabaseProperties properties, FolderLock lock, @Value("${omnihub.data:./data}") Path data) {
        Objects.requireNonNull(lock);
        return properties.url().isEmpty()
                ? Databases.sqlite(data, properties.poolSize())
                : Databases.postgres(properties);
    }

    @Bean
    Database database(Databases databases) {
        return databases.database();
    }

    @Bean
    PoolMeters poolMeters(Databases databases) {
        return databases.meters();
    }

    @Bean
    DatabaseCheck databaseCheck(Database database) {
        return new DatabaseCheck(database);
    }
}
