package io.omnihub.backup;

import io.omnihub.buffer.Backlog;
import io.omnihub.control.Command;
import io.omnihub.identity.AuditLog;
import io.omnihub.store.Database;
import io.omnihub.store.DatabaseProperties;
import java.nio.file.Path;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Takes backups when it is told to.
@Configuration(proxyBeanMethods = false)
class BackupConfiguration {

    @Bean
    Command backupTaking(
            Database database,
            DatabaseProperties properties,
            Backlog backlog,
            AuditLog audit,
            @Value("${omnihub.data:./data}") Path data,
            @Value("${omnihub.keys.folder:./keys}") Path keys,
            Clock clock) {
        return new BackupTaking(new Backup(database, properties, backlog, audit, data, keys, clock));
    }
}
