package io.omnihub.draft;

import io.omnihub.control.CommandSettings;
import io.omnihub.mapping.InvalidMappingException;
import io.omnihub.mapping.UnmappableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `omnihub channel new <name> [<sample>]`: writes the files of a channel without Java, and overwrites none. It needs
/// no hub; one that runs takes them at once. `--proof=callback:…` and `--call=platform:call?…` say how calls are proved
/// and the platform is called, so that nobody needs to write the route by hand.
public final class ChannelCommand {

    private static final String USAGE = "omnihub channel new <name> [<sample>] [--proof=<step>] [--call=<step>]";
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,30}");
    private static final int LARGEST = 1024 * 1024;

    private ChannelCommand() {}

    public static boolean isMeant(String... arguments) {
        return arguments.length > 0 && arguments[0].equals("channel");
    }

    /// Does what the arguments say.
    ///
    /// @return 0 where it is done, 1 where it can't be, 2 where the words are not understood
    public static int run(PrintStream out, PrintStream errors, String... arguments) {
        CommandSettings settings = CommandSettings.of(arguments);
        List<String> words = settings.words();
        if (words.size() < 3 || words.size() > 4 || !words.get(1).equals("new")) {
            errors.println(USAGE);
            return 2;
        }
        try {
            draft(out, settings, words.get(2), words.size() == 4 ? Path.of(words.get(3)) : null);
            return 0;
        } catch (IllegalArgumentException | UnmappableException | InvalidMappingException e) {
            errors.println(e.getMessage());
        } catch (IOException e) {
            errors.println("The files can't be written: " + e);
        }
        return 1;
    }

    private static void draft(PrintStream out, CommandSettings settings, String name, @Nullable Path sample)
            throws IOException {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    name + " can't be a channel's name: small letters, digits and dashes, 31 at most");
        }
        Path channels = settings.folder("omnihub.config.channels", "config/channels");
        ChannelDraft draft = new ChannelDraft(
                name,
                new ChannelDraft.Steps(
                        step(settings, "--proof=", "callback:", ChannelDraft.OWN_PROOF),
                        step(settings, "--call=", "platform:call?", ChannelDraft.OWN_CALL)),
                sample == null ? ChannelDraft.OWN_SAMPLE : String.valueOf(sample.getFileName()),
                sample == null ? ChannelDraft.ownCall() : read(sample),
                new ChannelDraft.Folders(
                        settings.folder("omnihub.routes", "routes"),
                        channels,
                        channels.resolve("../../docs/channels").normalize()));
        Map<Path, byte[]> files = draft.files();
        List<Path> there = files.keySet().stream().filter(Files::exists).toList();
        if (!there.isEmpty()) {
            throw new IllegalArgumentException("Nothing is written, since there is already: " + joined(there));
        }
        List<Path> written = new ArrayList<>();
        try {
            for (Map.Entry<Path, byte[]> file : files.entrySet()) {
                Files.createDirectories(file.getKey().getParent());
                write(file.getKey(), file.getValue(), file.getKey().startsWith(channels));
                written.add(file.getKey());
            }
        } catch (IOException e) {
            // Half of them would keep the next try from all.
            for (Path file : written) {
                Files.deleteIfExists(file);
            }
            throw e;
        }
        out.println("Written: " + joined(files.keySet()));
        out.println("""

                Next:
                  omnihub mapping try routes/mappings/%1$s.yaml <a call>   shows what becomes of a call
                  omnihub routes try %1$s.camel.yaml                       runs the samples
                  omnihub channel test %1$s                                runs what every channel must do
                  omnihub routes status                                     shows what a running hub says of it
                The platform calls https://<your host>/channels/%1$s/%2$s. docs/adding-a-channel.md goes on from here.""".formatted(name, draft.inbox()));
    }

    private static String step(CommandSettings settings, String option, String begin, String otherwise) {
        String step = settings.arguments().stream()
                .filter(argument -> argument.startsWith(option))
                .map(argument -> argument.substring(option.length()))
                .findFirst()
                .orElse(otherwise);
        if (!step.startsWith(begin) || step.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(option + " must begin with " + begin + ", in one line");
        }
        return step;
    }

    private static byte[] read(Path sample) {
        if (ChannelDraft.isTaken(String.valueOf(sample.getFileName()))) {
            throw new IllegalArgumentException("The sample must be called otherwise: " + sample.getFileName());
        }
        try (InputStream in = Files.newInputStream(sample)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new IllegalArgumentException("A sample may have " + LARGEST + " bytes at most");
            }
            return bytes;
        } catch (IOException e) {
            throw new IllegalArgumentException("The sample can't be read: " + e, e);
        }
    }

    /// What holds a secret is for the hub's account alone.
    private static void write(Path file, byte[] bytes, boolean secret) throws IOException {
        boolean modes = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] attributes = secret && modes
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        Files.createFile(file, attributes);
        Files.write(file, bytes, StandardOpenOption.TRUNCATE_EXISTING);
    }

    private static String joined(Iterable<Path> files) {
        StringBuilder joined = new StringBuilder();
        Path here = Path.of("").toAbsolutePath();
        files.forEach(file -> joined.append("\n  ").append(file.startsWith(here) ? here.relativize(file) : file));
        return joined.toString();
    }
}
