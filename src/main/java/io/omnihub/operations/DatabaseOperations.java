package io.omnihub.operations;

import io.omnihub.store.Database;
import io.omnihub.store.DatabaseCheck;
import io.omnihub.store.FolderLock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.jmx.export.annotation.ManagedAttribute;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedResource;

/// What an operator can do with the database.
@ManagedResource(objectName = "io.omnihub:type=Database", description = "The hub's database")
public final class DatabaseOperations implements ApplicationRunner {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseOperations.class);

    private final Database database;
    private final DatabaseCheck check;
    private final FolderLock folder;

    DatabaseOperations(Database database, DatabaseCheck check, FolderLock folder) {
        this.database = database;
        this.check = check;
        this.folder = folder;
    }

    /// After a kill or a power cut it is looked through, while the hub serves.
    @Override
    public void run(ApplicationArguments arguments) {
        if (folder.wasUnclean() && database.kind() == Database.Kind.SQLITE) {
            Thread.ofPlatform().daemon().name("database-check").start(() -> {
                try {
                    List<String> problems = check();
                    if (problems.isEmpty()) {
                        LOG.info("The hub had not been stopped properly; its database was checked and is sound");
                    }
                } catch (RuntimeException e) {
                    LOG.warn(
                            "The hub had not been stopped properly, and its database can't be checked now: {}",
                            e.toString());
                }
            });
        }
    }

    /// Reads all of it.
    @ManagedOperation(description = "Checks all of the database; takes about a second for 500 MB. Tells what is wrong.")
    public List<String> check() {
        return check.run();
    }

    /// What is known of damage.
    @ManagedAttribute(description = "What is known of damage; empty where none was met")
    public String getDamage() {
        return database.damage().orElse("");
    }
}
