package io.omnihub.backup;

import io.omnihub.control.Command;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes a backup into the folder that it is told.
final class BackupTaking implements Command {

    private static final Logger LOG = LoggerFactory.getLogger(BackupTaking.class);

    private final Backup backup;

    BackupTaking(Backup backup) {
        this.backup = backup;
    }

    @Override
    public String name() {
        return BackupCommand.BACKUP;
    }

    @Override
    public String run(String folder) throws IOException, InterruptedException {
        LOG.info("A backup is made in {}", folder);
        String done = backup.take(Path.of(folder));
        LOG.info("{}", done);
        return done;
    }
}
