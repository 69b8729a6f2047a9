package io.omnihub.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.component.file.GenericFileExclusiveReadLockStrategy;
import org.apache.camel.component.file.GenericFileOperations;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A folder in a Camel context without a hub.
class FolderLinksTests {

    @TempDir
    private Path directory;

    @Test
    void aFileThatBecomesALinkOnceItIsFoundIsNotRead() throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), "secret");
        Path folder = Files.createDirectories(directory.resolve("in"));
        List<String> taken = new CopyOnWriteArrayList<>();
        Swap swap = new Swap(secret);
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.getRegistry().bind("swap", swap);
            new FolderLinks().beforeApplicationStart(camel);
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("file:" + folder + "?exclusiveReadLockStrategy=#swap&delay=50&initialDelay=0")
                            .process(exchange -> taken.add(exchange.getMessage().getBody(String.class)));
                }
            });
            camel.start();
            Files.writeString(folder.resolve("a.csv"), "a");
            assertThat(swap.done.await(20, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(taken).isEmpty();
        assertThat(folder.resolve("a.csv")).isSymbolicLink();
        assertThat(secret).hasContent("secret");
    }

    /// Somebody who knows when the hub has looked.
    private static final class Swap implements GenericFileExclusiveReadLockStrategy<File> {

        private final CountDownLatch done = new CountDownLatch(1);
        private final Path secret;

        Swap(Path secret) {
            this.secret = secret;
        }

        @Override
        public void prepareOnStartup(GenericFileOperations<File> operations, GenericFileEndpoint<File> endpoint) {}

        @Override
        public boolean acquireExclusiveReadLock(
                GenericFileOperations<File> operations, GenericFile<File> file, Exchange exchange) throws IOException {
            Path path = file.getFile().toPath();
            Files.delete(path);
            Files.createSymbolicLink(path, secret);
            return true;
        }

        @Override
        public void releaseExclusiveReadLockOnAbort(
                GenericFileOperations<File> operations, GenericFile<File> file, Exchange exchange) {}

        @Override
        public void releaseExclusiveReadLockOnRollback(
                GenericFileOperations<File> operations, GenericFile<File> file, Exchange exchange) {
            done.countDown();
        }

        @Override
        public void releaseExclusiveReadLockOnCommit(
                GenericFileOperations<File> operations, GenericFile<File> file, Exchange exchange) {
            done.countDown();
        }

        @Override
        public void setTimeout(long timeout) {}

        @Override
        public void setCheckInterval(long checkInterval) {}

        @Override
        public void setReadLockLoggingLevel(LoggingLevel readLockLoggingLevel) {}

        @Override
        public void setMarkerFiler(boolean markerFile) {}

        @Override
        public void setDeleteOrphanLockFiles(boolean deleteOrphanLockFiles) {}
    }
}
