package io.omnihub.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/// Looks at what the hub has written.
public final class PrivateFiles {

    private PrivateFiles() {}

    /// Fails where another account may see anything of it.
    public static void assertPrivate(Path folder) throws IOException {
        String owner = System.getProperty("user.name");
        try (Stream<Path> all = Files.walk(folder)) {
            assertThat(all.toList()).hasSizeGreaterThan(1).allSatisfy(path -> {
                assertThat(Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName())
                        .isEqualTo(owner);
                assertThat(PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS)))
                        .as(path.toString())
                        .isEqualTo(Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) ? "rwx------" : "rw-------");
            });
        }
    }
}
