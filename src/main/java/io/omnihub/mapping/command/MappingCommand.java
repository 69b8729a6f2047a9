package io.omnihub.mapping.command;

import io.omnihub.mapping.InvalidMappingException;
import io.omnihub.mapping.Mapping;
import io.omnihub.mapping.Mappings;
import io.omnihub.mapping.Samples;
import io.omnihub.mapping.UnmappableException;
import io.omnihub.message.InboundEvent;
import io.omnihub.wire.JsonCodec;
import io.omnihub.wire.RecordJson;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
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
        byte[] bytes = Files.readAllBytes(sample);
        String proposed = new Proposal(bytes, ZoneId.systemDefault())
                .yaml(sample.getFileName().toString());
        out.print(proposed);
        try {
            Mappings.compile("proposed", proposed).read(bytes, Samples.arrival());
        } catch (UnmappableException e) {
            errors.println("It does not take the whole sample yet: " + e.getMessage());
        }
    }

    private static void attempt(PrintStream out, Mapping mapping, Path input) throws IOException {
        Map<String, String> unused = new LinkedHashMap<>();
        Consumer<Map<String, String>> rests = rest -> rest.forEach(unused::putIfAbsent);
        byte[] bytes = Files.readAllBytes(input);
        List<byte[]> made = mapping.hasRecords()
                ? mapping.readRecords(bytes, Samples.arrival(), rests).stream()
                        .map(RecordJson::encode)
                        .toList()
                : mapping.read(bytes, Samples.arrival(), rests).stream()
                        .map(event -> JsonCodec.encode(withoutRaw(event)))
                        .toList();
        made.forEach(one -> out.println(new String(one, StandardCharsets.UTF_8)));
        out.println(made.size() + (mapping.hasRecords() ? " record" : " event") + (made.size() == 1 ? "" : "s"));
        unused.forEach((path, value) -> out.println("not used: " + path + ": " + value));
    }

    /// What came in lies beside it anyway.
    private static InboundEvent withoutRaw(InboundEvent event) {
        return new InboundEvent(event.header().withRaw(null), event.body());
    }
}
