package io.omnihub.mapping;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The mappings that are in use, by name. All of them change at once; a step of a route keeps the one that it began
/// with.
public final class Mappings {

    /// How large a table beside a mapping may be.
    public static final int LARGEST_TABLE = Tables.LARGEST;

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
    private static final int LARGEST = 256 * 1024;

    private volatile Map<String, Mapping> inUse = Map.of();

    /// Compiles a file with the tables that lie beside it, and uses it for nothing.
    ///
    /// @throws InvalidMappingException with all that is wrong in it
    public static Mapping compile(Path file) {
        String name = String.valueOf(file.getFileName());
        try {
            return compile(name, read(file, LARGEST), table -> beside(file.resolveSibling(table)));
        } catch (NoSuchFileException _) {
            throw new Problems(name)
                    .fatal(
                            Spot.FILE,
                            "there is no such file in " + file.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new Problems(name).fatal(Spot.FILE, "can't be read: " + e.getMessage());
        }
    }

    /// The same of a text that lies in no file, and names no tables beside it.
    ///
    /// @throws InvalidMappingException with all that is wrong in it
    public static Mapping compile(String name, String text) {
        return Compiler.compile(name, text, _ -> Optional.empty());
    }

    /// Compiles what a file holds, and uses it for nothing.
    ///
    /// @param file   its name
    /// @param beside what the table of that name holds, where there is one
    /// @throws InvalidMappingException with all that is wrong in it
    public static Mapping compile(String file, byte[] bytes, Function<String, Optional<byte[]>> beside) {
        return Compiler.compile(file, text(file, bytes), beside);
    }

    /// The tables that a file names, if it can be read at all.
    public static Set<String> tables(String file, byte[] bytes) {
        try {
            return Compiler.tables(file, text(file, bytes));
        } catch (InvalidMappingException _) {
            return Set.of();
        }
    }

    private static String text(String file, byte[] bytes) {
        if (bytes.length > LARGEST) {
            throw new Problems(file).fatal(Spot.FILE, "must not be larger than " + LARGEST + " bytes");
        }
        try {
            return Charsets.decode(bytes, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new Problems(file).fatal(Spot.FILE, Objects.toString(e.getMessage(), ""));
        }
    }

    private static Optional<byte[]> beside(Path table) {
        try {
            return Files.isRegularFile(table, LinkOption.NOFOLLOW_LINKS)
                    ? Optional.of(read(table, LARGEST_TABLE))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// One byte more than may be there tells that there is more.
    private static byte[] read(Path file, int largest) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(largest + 1);
        }
    }

    /// Whether it can be the name of a mapping: it leads out of no folder.
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    public Map<String, Mapping> inUse() {
        return inUse;
    }

    /// Uses these from now on, and no others.
    public void use(Map<String, Mapping> mappings) {
        inUse = Map.copyOf(mappings);
    }

    /// @throws IllegalArgumentException where there is none of that name
    Mapping get(String name) {
        @Nullable Mapping mapping = inUse.get(name);
        if (mapping == null) {
            throw new IllegalArgumentException("there is no mapping " + name);
        }
        return mapping;
    }
}
