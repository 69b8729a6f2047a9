package io.omnihub.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WatchedFolderTests {

    private static final String NAME = "some.yaml";

    @TempDir
    private Path directory;

    private Path folder;
    private WatchedFolder watched;

    @BeforeEach
    void watch() throws IOException {
        folder = Files.createDirectory(directory.resolve("folder"));
        watched = new WatchedFolder(folder, name -> name.endsWith(".yaml"), Duration.ofMillis(300));
    }

    @Test
    void aFileIsBelievedOnceItIsLeftAlone() throws IOException {
        Path file = folder.resolve(NAME);
        Files.writeString(file, "one\n");
        assertThat(watched.look()).isEmpty();
        Files.writeString(file, "two\n", StandardOpenOption.APPEND);
        assertThat(watched.look()).isEmpty();

        await().until(() -> "one\ntwo\n".equals(text(NAME)));

        Files.writeString(file, "thr");
        assertThat(text(NAME)).isEqualTo("one\ntwo\n");
        Files.writeString(file, "three\n");
        await().until(() -> "three\n".equals(text(NAME)));
    }

    @Test
    void oneThatIsMovedThereAsAWholeIsBelievedAtOnce() throws IOException {
        Path file = directory.resolve("whole");
        Files.writeString(file, "all of it");
        Files.setLastModifiedTime(file, FileTime.fromMillis(0));
        Files.move(file, folder.resolve(NAME));

        assertThat(text(NAME)).isEqualTo("all of it");
    }

    @Test
    void oneThatIsGoneForLessThanAMomentIsNotGone() throws IOException {
        Path file = folder.resolve(NAME);
        Files.writeString(file, "one");
        await().until(() -> "one".equals(text(NAME)));

        Files.delete(file);
        assertThat(text(NAME)).isEqualTo("one");
        Files.writeString(file, "two");
        await().until(() -> "two".equals(text(NAME)));

        Files.delete(file);
        await().until(() -> watched.look().isEmpty());
    }

    @Test
    void aFolderThatIsGoneForLessThanAMomentTakesNothingWithIt() throws IOException {
        Files.writeString(folder.resolve(NAME), "one");
        await().until(() -> "one".equals(text(NAME)));

        Files.move(folder, directory.resolve("away"));
        assertThat(text(NAME)).isEqualTo("one");
        await().until(() -> watched.look().isEmpty());
    }

    @Test
    void linksWithinTheFolderAreFollowedAndOthersRefused() throws IOException {
        Files.createDirectory(folder.resolve("..data"));
        Path within = folder.resolve("..data/real.txt");
        Files.writeString(within, "within");
        Files.setLastModifiedTime(within, FileTime.fromMillis(0));
        Files.createSymbolicLink(folder.resolve(NAME), within);
        Files.createSymbolicLink(folder.resolve("lost.yaml"), folder.resolve("nowhere"));
        Files.createSymbolicLink(folder.resolve("out.yaml"), Path.of("/etc/hostname"));
        Files.createDirectory(folder.resolve("folder.yaml"));

        assertThat(text(NAME)).isEqualTo("within");
        assertThat(watched.look().get("lost.yaml")).isEqualTo(new Seen.Refused("it leads nowhere by a symbolic link"));
        assertThat(watched.look().get("out.yaml"))
                .isEqualTo(new Seen.Refused("it leads out of the folder by a symbolic link"));
        assertThat(watched.look()).doesNotContainKey("folder.yaml");
    }

    @Test
    void aFolderThatIsALinkIsLookedAt() throws IOException {
        Path file = folder.resolve(NAME);
        Files.writeString(file, "one");
        Files.setLastModifiedTime(file, FileTime.fromMillis(0));
        Path link = Files.createSymbolicLink(directory.resolve("link"), folder);

        assertThat(new WatchedFolder(link, _ -> true, Duration.ofMillis(300)).look())
                .containsKey(NAME);
    }

    @Test
    void whatIsTooLargeIsRefused() throws IOException {
        Path file = folder.resolve(NAME);
        Files.write(file, new byte[(1 << 20) + 1]);
        Files.setLastModifiedTime(file, FileTime.fromMillis(0));

        assertThat(watched.look().get(NAME)).isEqualTo(new Seen.Refused("it is larger than 1048576 bytes"));
    }

    private String text(String name) throws IOException {
        return watched.look().get(name) instanceof Seen.Whole whole ? whole.text() : "";
    }
}
