package io.omnihub.buffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/// The journal of an embedded broker that is stopped and whose messages have all been stored. The broker leaves what it
/// has read in the files until it uses them again, so what somebody erased from the log would still stand there.
///
/// @param directory of the broker
record ReadJournal(Path directory) {

    private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(64 * 1024).asReadOnlyBuffer();

    /// Whether nothing was moved out of memory to the disk, where it would belong to a journal that is still needed.
    boolean hasNoPages() throws IOException {
        Path paging = directory.resolve("paging");
        if (!Files.isDirectory(paging)) {
            return true;
        }
        try (Stream<Path> files = Files.walk(paging)) {
            return files.noneMatch(file -> file.getFileName().toString().endsWith(".page"));
        }
    }

    /// Overwrites and removes the files; the broker begins new ones.
    void erase() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory.resolve("journal"), "*.amq")) {
            for (Path file : files) {
                overwrite(file);
                Files.delete(file);
            }
        }
    }

    private static void overwrite(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (long left = channel.size(); left > 0; ) {
                ByteBuffer some = ZEROS.duplicate().limit((int) Math.min(left, ZEROS.capacity()));
                left -= channel.write(some);
            }
            channel.force(true);
        }
    }
}
