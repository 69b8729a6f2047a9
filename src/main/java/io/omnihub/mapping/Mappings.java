package io.omnihub.mapping;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The mappings that are in use, by name. One takes another's place at once: who has begun with the old one ends with
/// it.
public final class Mappings {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
    private static final long LARGEST = 256 * 1024;

    private static final Duration LOOKED = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(Mappings.class);

    private final Path folder;
    private final Map<String, Mapping> put = new ConcurrentHashMap<>();
    private final Map<String, Found> found = new ConcurrentHashMap<>();

    /// @param folder where mappings lie that were not put here by [#put]
    public Mappings(Path folder) {
        this.folder = folder;
    }

    /// Compiles a file, and uses it for nothing.
    ///
    /// @throws InvalidMappingException with all that is wrong in it
    public static Mapping compile(Path file) {
        String name = String.valueOf(file.getFileName());
        try {
            if (Files.size(file) > LARGEST) {
                throw new Problems(name).fatal(Spot.FILE, "must not be larger than " + LARGEST + " bytes");
            }
            return Compiler.compile(name, file, Charsets.decode(Files.readAllBytes(file), StandardCharsets.UTF_8));
        } catch (NoSuchFileException _) {
            throw new Problems(name)
                    .fatal(
                            Spot.FILE,
                            "there is no such file in " + file.toAbsolutePath().getParent());
        } catch (IllegalArgumentException e) {
            throw new Problems(name).fatal(Spot.FILE, Objects.toString(e.getMessage(), ""));
        } catch (IOException e) {
            throw new Problems(name).fatal(Spot.FILE, "can't be read: " + e.getMessage());
        }
    }

    /// The same of a text that lies in no file, and names no tables beside it.
    ///
    /// @throws InvalidMappingException with all that is wrong in it
    public static Mapping compile(String name, String text) {
        return Compiler.compile(name, null, text);
    }

    /// Whether it can be the name of a mapping: it leads out of no folder.
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /// Uses a mapping under a name from now on, in the place of any other.
    public void put(String name, Mapping mapping) {
        put.put(name, mapping);
    }

    /// Uses the folder's file again under a name.
    public void remove(String name) {
        put.remove(name);
        found.remove(name);
    }

    /// The mapping that is used under a name; one that was never put is read from the folder, and read again where its
    /// files have changed: then the old one stays in use until they can be used.
    ///
    /// @throws InvalidMappingException where its file can't be used
    public Mapping get(String name) {
        Mapping mapping = put.get(name);
        return mapping == null
                ? found.compute(name, (_, before) -> find(name, before)).mapping()
                : mapping;
    }

    private Found find(String name, @Nullable Found before) {
        if (before == null) {
            return found(name);
        }
        if (System.nanoTime() - before.looked() < LOOKED.toNanos()) {
            return before;
        }
        Map<Path, Instant> times = times(before.times().keySet());
        if (times.equals(before.times())) {
            return new Found(before.mapping(), times, System.nanoTime());
        }
        try {
            return found(name);
        } catch (InvalidMappingException e) {
            LOG.error(
                    "The mapping {} has changed and can't be used; the one before stays in use:\n{}",
                    name,
                    e.getMessage());
            return new Found(before.mapping(), times, System.nanoTime());
        }
    }

    private Found found(String name) {
        Mapping mapping = compile(folder.resolve(name + ".yaml"));
        return new Found(mapping, times(mapping.files()), System.nanoTime());
    }

    private static Map<Path, Instant> times(Set<Path> files) {
        Map<Path, Instant> times = new HashMap<>();
        for (Path file : files) {
            try {
                times.put(file, Files.getLastModifiedTime(file).toInstant());
            } catch (IOException _) {
                times.put(file, Instant.EPOCH);
            }
        }
        return times;
    }

    /// A mapping of the folder, when its files were written, and when they were last looked at.
    private record Found(Mapping mapping, Map<Path, Instant> times, long looked) {}
}
