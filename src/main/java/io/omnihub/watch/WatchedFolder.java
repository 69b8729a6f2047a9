package io.omnihub.watch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A folder into which people put files while the hub runs. Whoever looks again and again learns of each change once
/// the file has been left alone for a moment: a file that is being written is taken for what it was before, one that
/// was moved there as a whole is believed at once.
///
/// Refused are files that lead out of the folder by a link, that belong to somebody else than the hub's account or
/// root, or that everybody may write, and all of them where that holds of the folder. Not for several threads at once.
public final class WatchedFolder {

    /// How deep folders within it are looked at.
    private static final int DEPTH = 5;

    private static final int MOST_FILES = 1_000;
    private static final int PATIENCE = 15;
    private static final int LARGEST = 1 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(WatchedFolder.class);

    private final Path folder;
    private final Predicate<String> wanted;
    private final ToIntFunction<String> largest;
    private final Duration moment;
    private final String account = System.getProperty("user.name", "");
    private final Map<String, Known> known = new HashMap<>();
    private boolean missing;

    /// @param wanted which files, told by their path in the folder, with `/` between its names
    /// @param moment for which a file must have been left alone
    public WatchedFolder(Path folder, Predicate<String> wanted, Duration moment) {
        this(folder, wanted, _ -> LARGEST, moment);
    }

    /// @param wanted  which files, told by their path in the folder, with `/` between its names
    /// @param largest how many bytes such a file may have
    /// @param moment  for which a file must have been left alone
    public WatchedFolder(Path folder, Predicate<String> wanted, ToIntFunction<String> largest, Duration moment) {
        this.folder = folder;
        this.wanted = wanted;
        this.largest = largest;
        this.moment = moment;
    }

    /// Looks now. What changes just now is told as it was before.
    ///
    /// @return all files that are wanted, in the order of their paths
    /// @throws UncheckedIOException where the folder can't be read
    public Map<String, Seen> look() {
        if (!Files.isDirectory(folder)) {
            if (!missing) {
                LOG.info("There is no folder {}", folder.toAbsolutePath());
            }
            missing = true;
            Map<String, Seen> seen = new TreeMap<>();
            forget(Map.of(), seen);
            return seen;
        }
        missing = false;
        try {
            Path real = folder.toRealPath();
            Optional<String> distrust = distrust(real);
            Map<String, Seen> seen = new TreeMap<>();
            Map<String, Path> files = files(real);
            for (Map.Entry<String, Path> file : files.entrySet()) {
                look(real, file.getKey(), file.getValue(), distrust).ifPresent(found -> seen.put(file.getKey(), found));
            }
            forget(files, seen);
            return seen;
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + folder.toAbsolutePath() + " can't be read", e);
        }
    }

    /// Looks until nothing changes, but not for ever: for those who must not begin without what lies there.
    public Map<String, Seen> lookUntilSettled() throws InterruptedException {
        Map<String, Seen> seen = look();
        for (int i = 0; i < PATIENCE && known.values().stream().anyMatch(file -> !file.read); i++) {
            Thread.sleep(moment.dividedBy(PATIENCE / 3));
            seen = look();
        }
        return seen;
    }

    /// Editors write a file anew by removing it first: one that is gone for less than a moment is not gone.
    /// What goes at once, as a folder does with all that lies in it, is gone at once.
    private void forget(Map<String, Path> files, Map<String, Seen> seen) {
        long now = System.nanoTime();
        known.entrySet().removeIf(entry -> {
            Known file = entry.getValue();
            if (files.containsKey(entry.getKey())) {
                return false;
            }
            if (file.gone == 0) {
                file.gone = now;
            }
            if (file.seen == null || now - file.gone >= moment.toNanos()) {
                return true;
            }
            seen.put(entry.getKey(), file.seen);
            return false;
        });
    }

    private Map<String, Path> files(Path real) throws IOException {
        try (Stream<Path> files = Files.walk(real, DEPTH)) {
            Map<String, Path> found = new TreeMap<>();
            for (Path file : files.limit(10L * MOST_FILES).toList()) {
                String name = real.relativize(file)
                        .toString()
                        .replace(file.getFileSystem().getSeparator(), "/");
                if (!Files.isDirectory(file) && wanted.test(name) && found.size() < MOST_FILES) {
                    found.put(name, file);
                }
            }
            return found;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private Optional<Seen> look(Path real, String name, Path file, Optional<String> distrust) {
        Known before = known.computeIfAbsent(name, _ -> new Known());
        before.gone = 0;
        try {
            Optional<String> reason = distrust.or(() -> lead(real, file));
            if (reason.isEmpty()) {
                reason = distrust(file);
            }
            if (reason.isPresent()) {
                return Optional.of(refuse(before, reason.get()));
            }
            return Optional.ofNullable(read(before, file, largest.applyAsInt(name)));
        } catch (NoSuchFileException _) {
            return Optional.ofNullable(before.seen);
        } catch (IOException e) {
            return Optional.of(
                    refuse(before, "it can't be read: " + e.getClass().getSimpleName()));
        }
    }

    private static Seen refuse(Known file, String reason) {
        file.stamp = null;
        file.read = true;
        file.seen = new Seen.Refused(reason);
        return file.seen;
    }

    private @Nullable Seen read(Known before, Path file, int most) throws IOException {
        Stamp stamp = stamp(file);
        if (!stamp.equals(before.stamp)) {
            before.stamp = stamp;
            before.since = System.nanoTime();
            before.read = false;
        }
        if (before.read || !(isOld(stamp) || passed(before.since))) {
            return before.seen;
        }
        if (stamp.size() > most) {
            before.read = true;
            before.seen = new Seen.Refused("it is larger than " + most + " bytes");
            return before.seen;
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(most + 1);
        }
        if (bytes.length == stamp.size() && stamp(file).equals(stamp)) {
            before.read = true;
            before.seen = Seen.Whole.of(bytes, owner(file));
        }
        return before.seen;
    }

    private boolean passed(long since) {
        return System.nanoTime() - since >= moment.toNanos();
    }

    private boolean isOld(Stamp stamp) {
        return stamp.modified().isBefore(Instant.now().minus(moment));
    }

    private static Stamp stamp(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new Stamp(
                attributes.lastModifiedTime().toInstant(), attributes.size(), String.valueOf(attributes.fileKey()));
    }

    /// Where a link leads out of the folder.
    private static Optional<String> lead(Path real, Path file) {
        try {
            if (!file.toRealPath().startsWith(real)) {
                return Optional.of("it leads out of the folder by a symbolic link");
            }
            return Files.isRegularFile(file) ? Optional.empty() : Optional.of("it is no regular file");
        } catch (IOException _) {
            return Optional.of("it leads nowhere by a symbolic link");
        }
    }

    private static String owner(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        return view == null ? "" : view.readAttributes().owner().getName();
    }

    private Optional<String> distrust(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view == null) {
            return Optional.empty();
        }
        PosixFileAttributes attributes = view.readAttributes();
        String what = Files.isDirectory(file) ? "the folder " : "it ";
        String owner = attributes.owner().getName();
        if (!List.of(account, "root").contains(owner)) {
            return Optional.of(what + "belongs to " + owner + ", not to " + account + " or root");
        }
        return attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE)
                ? Optional.of(what + "may be written by everybody")
                : Optional.empty();
    }

    private record Stamp(Instant modified, long size, String key) {}

    private static final class Known {

        private @Nullable Stamp stamp;
        private long since;
        private long gone;
        private boolean read;
        private @Nullable Seen seen;
    }
}
