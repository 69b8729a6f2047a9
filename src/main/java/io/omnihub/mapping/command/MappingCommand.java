package io.omnihub.mapping.command;

import io.omnihub.mapping.InvalidMappingException;
import io.omnihub.mapping.Mapping;
import io.omnihub.mapping.Mappings;
import io.omnihub.mapping.UnmappableException;
import io.omnihub.message.InboundEvent;
import io.omnihub.wire.JsonCodec;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/// `omnihub mapping try <mapping> <input>`: what becomes of an input, and what of it was not used;
/// `omnihub mapping suggest <sample>`: a mapping to begin with. They need no hub.
public final class MappingCommand {

    private static final String USAGE = """
            omnihub mapping suggest <sample>            proposes a mapping
            omnihub mapping try <mapping.yaml> <input>  shows what becomes of an input""";
    /// The library for EDI tells which parts of its own schemas it has no use for.
    private static final Logger SCHEMAS = Logger.getLogger("io.xlate.edi");

    private static final int NOT_TOLD = 2;
    private static final long LARGEST_SAMPLE = 8 * 1024 * 1024;

    private MappingCommand() {}

    public static boolean isMeant(String... arguments) {
        return arguments.length > 0 && arguments[0].equals("mapping");
    }

    /// Does what the arguments say.
    ///
    /// @return the exit status
    public static int run(PrintStream out, PrintStream errors, String... arguments) {
        List<String> words = List.of(arguments);
        SCHEMAS.setLevel(Level.WARNING);
        try {
            if (words.size() == 4 && words.get(1).equals("try")) {
                attempt(out, Mappings.compile(Path.of(words.get(2))), Path.of(words.get(3)));
            } else if (words.size() == 3 && words.get(1).equals("suggest")) {
                suggest(out, errors, Path.of(words.get(2)));
            } else {
                errors.println(USAGE);
                return NOT_TOLD;
            }
            return 0;
        } catch (InvalidMappingException | IllegalArgumentException e) {
            errors.println(e.getMessage());
        } catch (UnmappableException e) {
            errors.println(e.getMessage() + (e.value().isEmpty() ? "" : ": " + e.value()));
        } catch (IOException e) {
            errors.println("The input can't be read: " + e);
        }
        return 1;
    }

    private static void suggest(PrintStream out, PrintStream errors, Path sample) throws IOException {
        if (Files.size(sample) > LARGEST_SAMPLE) {
            throw new IllegalArgumentException(
                    "A sample may have " + LARGEST_SAMPLE + " bytes at most; some records are enough");
        }
        MappingTrial.Suggested suggested = MappingTrial.suggest(
                Files.readAllBytes(sample), sample.getFileName().toString());
        out.print(suggested.mapping());
        if (!suggested.problem().isEmpty()) {
            errors.println("It does not take the whole sample yet: " + suggested.problem());
        }
    }

    private static void attempt(PrintStream out, Mapping mapping, Path input) throws IOException {
        MappingTrial.Tried tried = MappingTrial.attempt(mapping, Files.readAllBytes(input));
        List<InboundEvent> events = tried.events();
        for (InboundEvent event : events) {
            out.println(new String(JsonCodec.encode(event), StandardCharsets.UTF_8));
        }
        out.println(events.size() + (events.size() == 1 ? " event" : " events"));
        tried.unused().forEach((path, value) -> out.println("not used: " + path + ": " + value));
    }
}
