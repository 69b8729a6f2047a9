package io.omnihub.draft;

import io.omnihub.mapping.Arrival;
import io.omnihub.mapping.Mappings;
import io.omnihub.mapping.UnmappableException;
import io.omnihub.mapping.command.Proposal;
import io.omnihub.message.ChannelId;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import io.omnihub.wire.JsonCodec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The files of a channel: its route, its mapping as the sample suggests it, the sample with what becomes of it, its
/// declaration and its page.
final class ChannelDraft {

    static final String OWN_SAMPLE = "sample.json";
    static final String OWN_PROOF = "callback:hmac?channel=@name@&signature=header:X-Signature&prefix=sha256=";
    static final String OWN_CALL = "platform:call?channel=@name@&auth=bearer&url={api-url}/{path}";

    private static final String HEADERS = "headers.properties";
    private static final String EXPECTED = ".unified.json";

    private static final int KEY_BYTES = 32;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final String name;
    private final Steps steps;
    private final String sample;
    private final byte[] call;
    private final Folders folders;

    /// @param name   of the channel
    /// @param steps  that its route names
    /// @param sample the name of a file with a call of the platform
    /// @param call   what stands in it
    ChannelDraft(String name, Steps steps, String sample, byte[] call, Folders folders) {
        this.name = name;
        this.steps = steps;
        this.sample = sample;
        this.call = call.clone();
        this.folders = folders;
    }

    /// What only the platform's documentation tells, as a route names it.
    ///
    /// @param proof who calls, as `callback:hmac?…`
    /// @param call  how the platform is called, as `platform:call?…`
    record Steps(String proof, String call) {}

    /// Where the files belong.
    ///
    /// @param routes   of route files, with `mappings` and `samples` in it
    /// @param channels of the files that declare channels
    /// @param pages    of the pages about channels
    record Folders(Path routes, Path channels, Path pages) {}

    /// A call as the draft itself expects it, for who has captured none yet.
    static byte[] ownCall() {
        return resource(OWN_SAMPLE);
    }

    /// Whether a file of that name beside samples is none.
    static boolean isTaken(String name) {
        return name.equals(HEADERS) || name.endsWith(EXPECTED);
    }

    /// In the order in which they are best written: the route last, which makes the others work.
    ///
    /// @throws IllegalArgumentException where no mapping can be proposed for the call
    /// @throws UnmappableException      where the call is broken
    Map<Path, byte[]> files() {
        String mapping = new Proposal(call, ZoneId.systemDefault()).yaml(sample) + text("out.yaml");
        Path samples = folders.routes().resolve("samples").resolve(name + "-replay");
        Map<Path, byte[]> files = new LinkedHashMap<>();
        files.put(folders.pages().resolve(name + ".md"), bytes(text("acme.md")));
        files.put(folders.channels().resolve(name + ".yaml"), bytes(text("acme.yaml")));
        files.put(folders.routes().resolve("mappings").resolve(name + ".yaml"), bytes(mapping));
        files.put(samples.resolve(sample), call);
        files.put(samples.resolve(HEADERS), bytes("HubTenant=default\nHubInbox=" + inbox() + "\n"));
        expected(mapping)
                .ifPresent(events ->
                        files.put(samples.resolve(sample.replaceFirst("\\.[^.]*$", "") + EXPECTED), bytes(events)));
        files.put(folders.routes().resolve(name + ".camel.yaml"), bytes(text("acme.camel.yaml")));
        return files;
    }

    String inbox() {
        return name + "-main";
    }

    /// What becomes of the call; empty where the mapping that was proposed does not take it yet.
    private Optional<String> expected(String mapping) {
        Arrival arrival = new Arrival(TenantId.DEFAULT, new ChannelId(name), new InboxId(inbox()), Instant.EPOCH);
        try {
            ArrayNode events = JSON.createArrayNode();
            for (InboundEvent event : Mappings.compile(name + ".yaml", mapping).read(call, arrival)) {
                ObjectNode node = (ObjectNode) JSON.readTree(JsonCodec.encode(event));
                ObjectNode header = (ObjectNode) node.path("header");
                header.remove(List.of("receivedAt", "raw"));
                if (event.header().sentAt().equals(Instant.EPOCH)) {
                    header.remove("sentAt");
                }
                events.add(node);
            }
            return Optional.of(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(events) + "\n");
        } catch (UnmappableException _) {
            return Optional.empty();
        }
    }

    private String text(String resource) {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        String title = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        return new String(resource(resource), StandardCharsets.UTF_8)
                .replace("@proof@", quoted(steps.proof()))
                .replace("@call@", quoted(steps.call()))
                .replace("@name@", name)
                .replace("@title@", title)
                .replace("@VARIABLE@", name.toUpperCase(Locale.ROOT).replace('-', '_'))
                .replace("@key@", HexFormat.of().formatHex(key));
    }

    /// As it stands between quotation marks in YAML.
    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] resource(String name) {
        try (InputStream in = Objects.requireNonNull(ChannelDraft.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
