package io.omnihub.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
final class DamagedDatabaseTests {

    private static final int PAGE = 4096;

    @TempDir
    private Path directory;

    @Test
    void damageIsToldOnceAndRemembered(CapturedOutput output) throws IOException {
        damage();
        try (Databases databases = Databases.sqlite(directory, 1)) {
            Database database = databases.database();
            assertThat(database.damage()).isEmpty();

            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> database.read(Tenants.ALL, DamagedDatabaseTests::sum))
                        .isInstanceOf(DatabaseDamagedException.class);
            }

            assertThat(database.damage()).hasValue("the database is damaged: SQLITE_CORRUPT");
        }
        assertThat(output.getAll().split("ERROR")).hasSize(2);
    }

    @Test
    void aCheckFindsDamageThatNobodyHasMet() throws IOException {
        try (Databases databases = Databases.sqlite(directory.resolve("sound"), 1)) {
            assertThat(new DatabaseCheck(databases.database()).run()).isEmpty();
            assertThat(databases.database().damage()).isEmpty();
        }
        damage();
        try (Databases databases = Databases.sqlite(directory, 1)) {
            assertThat(new DatabaseCheck(databases.database()).run()).isNotEmpty();
            assertThat(databases.database().damage()).isNotEmpty();
        }
    }

    @Test
    void whetherTheLastProcessEndedProperlyIsKnown() throws IOException {
        FolderLock first = FolderLock.take(directory);
        assertThat(first.wasUnclean()).isFalse();
        assertThatThrownBy(() -> FolderLock.take(directory)).isInstanceOf(FolderInUseException.class);
        first.close();
        try (FolderLock second = FolderLock.take(directory)) {
            assertThat(second.wasUnclean()).isFalse();
        }
        try (FileChannel killed = FileChannel.open(directory.resolve("lock"), StandardOpenOption.WRITE)) {
            killed.write(ByteBuffer.wrap(new byte[] {'1'}));
        }
        try (FolderLock third = FolderLock.take(directory)) {
            assertThat(third.wasUnclean()).isTrue();
        }
    }

    /// Overwrites pages of a table with what is no page.
    private void damage() throws IOException {
        try (Databases databases = Databases.sqlite(directory, 1)) {
            databases.database().write(Tenants.ALL, tx -> {
                tx.sql()
                        .sql("create table victim (id integer primary key, body blob)")
                        .update();
                for (int i = 0; i < 200; i++) {
                    tx.sql()
                            .sql("insert into victim values (?, randomblob(1000))")
                            .param(i)
                            .update();
                }
                return true;
            });
        }
        try (FileChannel file = FileChannel.open(directory.resolve("omnihub.db"), StandardOpenOption.WRITE)) {
            long pages = file.size() / PAGE;
            for (long page = pages - 20; page < pages; page++) {
                file.write(ByteBuffer.wrap(new byte[PAGE]), page * PAGE);
            }
        }
    }

    private static long sum(Transaction tx) {
        return tx.sql()
                .sql("select sum(length(body)) from victim")
                .query(Long.class)
                .single();
    }
}
