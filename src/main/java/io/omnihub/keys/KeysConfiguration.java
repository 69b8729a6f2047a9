package io.omnihub.keys;

import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import java.nio.file.Path;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Opens the keys, and puts those in the database in order.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(KeysProperties.class)
class KeysConfiguration {

    @Bean
    TenantKeys tenantKeys(
            Database database, KeysProperties properties, @Value("${omnihub.data:./data}") Path data, Clock clock) {
        checkFolder(properties.folder(), data);
        return open(database, properties, clock);
    }

    static TenantKeys open(Database database, KeysProperties properties, Clock clock) {
        boolean unused = database.read(Tenants.ALL, StoredKeys::isEmpty);
        StoredKeys stored = new StoredKeys(KeyRing.open(properties, unused || properties.lost()), clock);
        database.write(Tenants.ALL, tx -> {
            stored.putInOrder(tx, properties.lost());
            return true;
        });
        // What lay there in clear must not stay readable in the file.
        database.purge();
        return new TenantKeys(database, stored);
    }

    private static void checkFolder(Path folder, Path data) {
        if (folder.toAbsolutePath().normalize().startsWith(data.toAbsolutePath().normalize())) {
            throw new IllegalStateException("omnihub.keys.folder must not be within the data folder " + data
                    + ", or whoever gets a copy of the data has the key to them");
        }
    }
}
