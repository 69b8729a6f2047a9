package io.omnihub.mapping;

import io.omnihub.message.ChannelId;
import io.omnihub.message.Header;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import io.omnihub.wire.JsonCodec;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `omnihub mapping try <mapping> <input>`: what becomes of an input, and what of it was not used. It needs no hub.
public final class MappingCommand {

    private static final int NOT_TOLD = 2;

    private MappingCommand() {}

    public static boolean isMeant(String... arguments) {
        return arguments.length > 0 && arguments[0].equals("mapping");
    }

    /// Does what the arguments say.
    ///
    /// @return the exit status
    public static int run(PrintStream out, PrintStream errors, String... arguments) {
        if (arguments.length != 4 || !arguments[1].equals("try")) {
            errors.println("omnihub mapping try <mapping.yaml> <input>");
            return NOT_TOLD;
        }
        try {
            attempt(out, Mappings.compile(Path.of(arguments[2])), Path.of(arguments[3]));
            return 0;
        } catch (InvalidMappingException e) {
            errors.println(e.getMessage());
        } catch (UnmappableException e) {
            errors.println(e.getMessage() + (e.value().isEmpty() ? "" : ": " + e.value()));
        } catch (IOException e) {
            errors.println("The input can't be read: " + e);
        }
        return 1;
    }

    private static void attempt(PrintStream out, Mapping mapping, Path input) throws IOException {
        Arrival arrival = new Arrival(
                TenantId.DEFAULT,
                new ChannelId("tried"),
                new InboxId("tried"),
                Instant.now().truncatedTo(ChronoUnit.MILLIS));
        Map<String, String> unused = new LinkedHashMap<>();
        List<InboundEvent> events =
                mapping.read(Files.readAllBytes(input), arrival, rest -> rest.forEach(unused::putIfAbsent));
        for (InboundEvent event : events) {
            out.println(new String(JsonCodec.encode(withoutRaw(event)), StandardCharsets.UTF_8));
        }
        out.println(events.size() + (events.size() == 1 ? " event" : " events"));
        unused.forEach((path, value) -> out.println("not used: " + path + ": " + value));
    }

    /// What came in lies beside it anyway.
    private static InboundEvent withoutRaw(InboundEvent event) {
        Header header = event.header();
        return new InboundEvent(
                new Header(
                        header.tenant(),
                        header.channel(),
                        header.inbox(),
                        header.direction(),
                        header.thread(),
                        header.routingKey(),
                        header.key(),
                        header.sender(),
                        header.sentAt(),
                        header.receivedAt(),
                        header.metadata(),
                        null),
                event.body());
    }
}
