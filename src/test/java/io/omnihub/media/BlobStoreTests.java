package io.omnihub.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omnihub.channel.BlobsUnavailableException;
import io.omnihub.channel.InfectedFileException;
import io.omnihub.channel.ScannerUnavailableException;
import io.omnihub.message.Media;
import io.omnihub.simulator.Clamd;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Blobs as files.
final class BlobStoreTests implements BlobCases {

    private static final Instant NOW = Instant.parse("2026-05-06T07:08:09Z");

    @TempDir
    private Path root;

    @Test
    void aFileWithAVirusIsQuarantinedAndNotStored() throws IOException {
        try (Clamd clamd = new Clamd()) {
            BlobStore scanned =
                    new BlobStore(root, Clock.fixed(NOW, ZoneOffset.UTC), new VirusScanner(clamd.address()));
            Media clean = scanned.store(bytes("x".repeat(200_000)), "text/plain", "a.txt", 1_000_000);
            assertThat(scanned.size(clean.blob())).isEqualTo(200_000);

            assertThatThrownBy(() -> scanned.store(bytes(Clamd.EICAR), "text/plain", "a.txt", 100))
                    .isInstanceOf(InfectedFileException.class)
                    .hasMessage("the virus scanner found Win.Test.EICAR_HDB-1");

            try (Stream<Path> files = Files.list(root.resolve("quarantine"))) {
                assertThat(files).singleElement().satisfies(file -> {
                    assertThat(file).hasContent(Clamd.EICAR);
                    String hash = file.getFileName().toString().replace(".infected", "");
                    assertThatThrownBy(() -> scanned.open(hash)).isInstanceOf(NoSuchFileException.class);
                });
            }
            assertThat(scanned.storedBefore(NOW.plusSeconds(1))).containsExactly(clean.blob());
            assertThat(unfinished()).isEmpty();
        }
    }

    @Test
    void onlyTheLastInfectedFilesAreKept() throws IOException {
        try (Clamd clamd = new Clamd()) {
            BlobStore scanned =
                    new BlobStore(root, Clock.fixed(NOW, ZoneOffset.UTC), new VirusScanner(clamd.address()));
            for (int i = 0; i < 110; i++) {
                String infected = i + Clamd.EICAR;
                assertThatThrownBy(() -> scanned.store(bytes(infected), "text/plain", "", 100))
                        .isInstanceOf(InfectedFileException.class);
            }
            try (Stream<Path> files = Files.list(root.resolve("quarantine"))) {
                assertThat(files).hasSize(100);
            }
        }
    }

    @Test
    void whatNobodyHasLookedAtIsNotStored() throws IOException {
        BlobStore scanned;
        try (Clamd clamd = new Clamd()) {
            scanned = new BlobStore(root, Clock.fixed(NOW, ZoneOffset.UTC), new VirusScanner(clamd.address()));
            clamd.fail(true);
            assertThatThrownBy(() -> scanned.store(bytes("abc"), "text/plain", "a.txt", 100))
                    .isInstanceOf(ScannerUnavailableException.class)
                    .hasMessageContaining("size limit exceeded");
        }
        assertThatThrownBy(() -> scanned.store(bytes("abc"), "text/plain", "a.txt", 100))
                .isInstanceOf(ScannerUnavailableException.class);
        assertThat(unfinished()).isEmpty();
        assertThat(scanned.storedBefore(NOW.plusSeconds(1))).isEmpty();
        assertThatThrownBy(() -> new VirusScanner("nowhere"))
                .hasMessageContaining("omnihub.media.clamav must be a host and a port");
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aBlobLiesInTwoLevelsOfFoldersAndNothingIsLeftBesideIt() throws IOException {
        store("abc");
        assertThat(root.resolve("ba/78/" + ABC)).hasContent("abc");
        assertThat(unfinished()).isEmpty();
    }

    @Test
    void storingTheSameBytesAgainRenewsThem() throws IOException {
        store("abc");
        Files.setLastModifiedTime(root.resolve("ba/78/" + ABC), FileTime.from(Instant.EPOCH));
        store("abc");
        assertThat(Files.getLastModifiedTime(root.resolve("ba/78/" + ABC)).toInstant())
                .isEqualTo(NOW);
        assertThat(unfinished()).isEmpty();
    }

    @Test
    void aFileThatIsNotWholeIsReplaced() throws IOException {
        store("abc");
        Files.writeString(root.resolve("ba/78/" + ABC), "a");
        store("abc");
        assertThat(root.resolve("ba/78/" + ABC)).hasContent("abc");
    }

    @Test
    void tooManyBytesAreRefusedAndLeaveNothing() throws IOException {
        InputStream bytes = new ByteArrayInputStream(new byte[100_001]);
        assertThatThrownBy(() -> blobs().store(bytes, "", "", 100_000)).isInstanceOf(IOException.class);
        assertThat(unfinished()).isEmpty();
        assertThat(blobs().store(new ByteArrayInputStream(new byte[100_000]), "", "", 100_000)
                        .size())
                .isEqualTo(100_000);
    }

    @Test
    void bytesThatBreakOffLeaveNothing() throws IOException {
        InputStream broken = new FilterInputStream(new ByteArrayInputStream(new byte[70_000])) {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                int read = super.read(target, offset, length);
                if (read < 0) {
                    throw new IOException("broken off");
                }
                return read;
            }
        };
        assertThatThrownBy(() -> blobs().store(broken, "", "", Long.MAX_VALUE)).isInstanceOf(IOException.class);
        assertThat(unfinished()).isEmpty();
        try (Stream<Path> all = Files.walk(root)) {
            assertThat(all.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void aDiskThatDoesNotTakeTheBytesIsNoFaultOfTheSender() throws IOException {
        BlobStore blobs = blobs();
        Files.delete(root.resolve("unfinished"));
        assertThatThrownBy(() -> blobs.store(new ByteArrayInputStream(new byte[1]), "", "", 1))
                .isInstanceOf(BlobsUnavailableException.class);
        Files.createDirectory(root.resolve("unfinished"));
        // Where its folder should be made stands a file.
        Files.writeString(root.resolve("ba"), "");
        assertThatThrownBy(() -> store("abc")).isInstanceOf(BlobsUnavailableException.class);
        assertThat(unfinished()).isEmpty();
    }

    @Test
    void aBlobOfWhichNobodyCanTellWhetherItIsWantedStays() throws IOException {
        store("abc");
        assertThatThrownBy(() -> blobs().remove(ABC, NOW.plusSeconds(1), () -> {
                    throw new IllegalStateException("nobody can tell");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(root.resolve("ba/78/" + ABC)).hasContent("abc");
        assertThat(unfinished()).isEmpty();
    }

    @Test
    void whatACrashLeftIsRemovedAtTheStartOnceItIsOld() throws IOException {
        blobs();
        Path old = Files.writeString(root.resolve("unfinished/old"), "half");
        Path fresh = Files.writeString(root.resolve("unfinished/fresh"), "half");
        Files.setLastModifiedTime(old, FileTime.from(NOW.minusSeconds(86_401)));
        Files.setLastModifiedTime(fresh, FileTime.from(NOW.minusSeconds(60)));
        blobs();
        assertThat(old).doesNotExist();
        assertThat(fresh).exists();
    }

    private Media store(String text) throws IOException {
        return blobs().store(
                        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "text/plain", "a.txt", 1_000);
    }

    @Override
    public BlobStore broken() throws IOException {
        BlobStore blobs = blobs();
        Files.writeString(root.resolve("ba"), "");
        return blobs;
    }

    @Override
    public Instant now() {
        return NOW;
    }

    @Override
    public BlobStore blobs() throws IOException {
        return new BlobStore(root, Clock.fixed(NOW, ZoneOffset.UTC), new VirusScanner(""));
    }

    private List<Path> unfinished() throws IOException {
        try (Stream<Path> files = Files.list(root.resolve("unfinished"))) {
            return files.toList();
        }
    }
}
