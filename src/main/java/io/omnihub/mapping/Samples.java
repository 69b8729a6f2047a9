package io.omnihub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.omnihub.message.ChannelId;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import io.omnihub.yaml.Problem;
import java.nio.charset.Charset;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Looks at inputs for which there is no mapping yet.
public final class Samples {

    private static final int MOST = 10_000;

    private Samples() {}

    /// The charset that bytes are most likely of: what their byte order mark says, else what they look like.
    public static Charset charset(byte[] bytes) {
        return Charsets.likely(bytes);
    }

    /// An input that comes from nowhere, for what is only tried.
    public static Arrival arrival() {
        return new Arrival(
                TenantId.DEFAULT,
                new ChannelId("tried"),
                new InboxId("tried"),
                Instant.now().truncatedTo(ChronoUnit.MILLIS));
    }

    /// The records that a format makes of an input.
    ///
    /// @param format as a mapping declares it, with its keys `format` and `charset`
    /// @throws InvalidMappingException where it is no format
    /// @throws UnmappableException     where the input is none of it
    public static List<JsonNode> records(String format, byte[] bytes) {
        Problems problems = new Problems("sample");
        Map<String, Yaml> keys = Yaml.read(format, problems).map(Set.of("format", "charset"));
        Format compiled = Formats.compile(keys.get("format"), keys.get("charset"));
        problems.throwIfAny();
        try {
            return compiled
                    .read(new Input(bytes, arrival(), compiled.contentType(), MOST), JsonNodeFactory.instance)
                    .stream()
                    .map(Row::record)
                    .toList();
        } catch (BadInputException e) {
            throw new UnmappableException(new Problem("sample", 0, "format: the input " + e.reason()), e.place(), "");
        }
    }
}
