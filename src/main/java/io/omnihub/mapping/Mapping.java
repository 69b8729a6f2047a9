package io.omnihub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.channel.TextLimit;
import io.omnihub.channel.send.Outgoing;
import io.omnihub.channel.send.OutgoingEdit;
import io.omnihub.message.BusinessRecord;
import io.omnihub.message.Content;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.InboxId;
import io.omnihub.message.Media;
import io.omnihub.message.Outbound;
import io.omnihub.message.OutboundEdit;
import io.omnihub.message.OutboundMessage;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A mapping, compiled: it turns foreign bytes into unified events, and what is meant for contacts into what a platform
/// takes. It keeps nothing between two inputs and may be used by any number of threads.
public final class Mapping {

    private final String file;
    private final Limits limits;
    private final Format format;
    private final @Nullable Inbound in;
    private final @Nullable Out out;

    Mapping(String file, Limits limits, Format format, @Nullable Inbound in, @Nullable Out out) {
        this.file = file;
        this.limits = limits;
        this.format = format;
        this.in = in;
        this.out = out;
    }

    /// How many bytes an input may have at most.
    public int largest() {
        return limits.largest();
    }

    /// @return in order; empty for what nobody needs to know of
    /// @throws UnmappableException where the input is none that the mapping can read
    public List<InboundEvent> read(byte[] bytes, Arrival arrival) {
        return read(bytes, arrival, in != null && in.keepsRest(), _ -> {}).events();
    }

    /// Whether it makes records of business systems, and no events.
    public boolean hasRecords() {
        return in != null && in.hasRecords();
    }

    /// Records of a business system, in order.
    ///
    /// @throws UnmappableException where the input is none that the mapping can read
    public List<BusinessRecord> readRecords(byte[] bytes, Arrival arrival) {
        return read(bytes, arrival, in != null && in.keepsRest(), _ -> {}).records();
    }

    /// The same for who tries a mapping.
    ///
    /// @param rests takes of each record what nothing asked for, by its path
    /// @throws UnmappableException where the input is none that the mapping can read
    public List<InboundEvent> read(byte[] bytes, Arrival arrival, Consumer<Map<String, String>> rests) {
        return read(bytes, arrival, true, record -> rests.accept(Traced.rest(record)))
                .events();
    }

    /// The same of records.
    ///
    /// @throws UnmappableException where the input is none that the mapping can read
    public List<BusinessRecord> readRecords(byte[] bytes, Arrival arrival, Consumer<Map<String, String>> rests) {
        return read(bytes, arrival, true, record -> rests.accept(Traced.rest(record)))
                .records();
    }

    private Found read(byte[] bytes, Arrival arrival, boolean traced, Consumer<JsonNode> records) {
        if (in == null) {
            throw bad(new Spot(0, "in"), "is not declared, so nothing can be read", "", "");
        }
        if (bytes.length > limits.largest()) {
            throw bad(new Spot(0, "largest"), "the input has more than " + limits.largest() + " bytes", "", "");
        }
        Input input = new Input(bytes, arrival, format.contentType(), limits.most());
        Inbound inbound = in;
        return PatientText.within(bytes.length, () -> read(inbound, input, traced, records));
    }

    private Found read(Inbound inbound, Input input, boolean traced, Consumer<JsonNode> records) {
        List<Row> rows = rows(input, traced);
        Found found = new Found();
        for (Row row : rows) {
            List<Row> split = split(inbound, row, input);
            for (Row record : split) {
                if (found.size() >= limits.most()) {
                    throw bad(new Spot(0, "most"), "the input holds more than " + limits.most() + " events", "", "");
                }
                read(inbound, record, row, rows.size() == 1 && split.size() == 1, input, found);
                records.accept(record.record());
            }
        }
        return found;
    }

    /// Whether its input can be read row by row.
    boolean hasRows() {
        return format instanceof RowFormat;
    }

    /// The input in pieces of rows, each an input by itself.
    ///
    /// @param most  rows of a piece
    /// @param first the line of its first row in the whole of which it is a piece; 0 where it is the whole
    /// @throws UnmappableException where it can't be cut, or its heading is none that the mapping can use
    RowPieces rows(InputStream stream, int most, long first, Arrival arrival) {
        if (!(format instanceof RowFormat rows)) {
            throw bad(new Spot(0, "format"), "must be csv or excel where it is read row by row", "", "");
        }
        try {
            return rows.pieces(stream, most, first, arrival, limits);
        } catch (BadInputException e) {
            throw unreadable(e);
        }
    }

    /// What an input is that is none of its format.
    UnmappableException unreadable(BadInputException e) {
        return bad(new Spot(0, "format"), "the input " + e.reason(), e.place(), "");
    }

    /// A message as the platform can be told it, part by part.
    ///
    /// @param limit of the texts that the platform takes; null for none
    /// @throws ChannelRejectedException where the platform has no message for a part
    Outgoing<Piece> write(OutboundMessage message, @Nullable TextLimit limit) {
        return new Outgoing<>(message, pieces(message, message.message().parts()), limit);
    }

    /// Other words for one.
    ///
    /// @throws ChannelRejectedException where the platform has no message for a part
    OutgoingEdit<Piece> write(OutboundEdit edit) {
        return new OutgoingEdit<>(edit, pieces(edit, edit.parts()));
    }

    private List<Piece> pieces(Outbound outbound, List<Content> parts) {
        List<Piece> pieces = parts.stream().map(Piece::of).toList();
        for (Piece piece : pieces) {
            if (!told(() -> out().takes(outbound, piece.node()))) {
                throw notCapable(outbound, piece.node().path("type").asText());
            }
        }
        return pieces;
    }

    Request request(Outbound outbound, ObjectNode node, Map<String, JsonNode> given, Optional<Media> media) {
        return told(() -> out().request(outbound, node, given, media))
                .orElseThrow(() -> notCapable(outbound, Out.kind(outbound)));
    }

    /// What wakes somebody's device.
    Request push(InboxId inbox, JsonNode push, String key) {
        return told(() -> out().push(inbox, push, key))
                .orElseThrow(() -> new ChannelRejectedException("not-capable", "the platform has no push for it"));
    }

    /// What a platform's answer means.
    ///
    /// @param headers by name, in small letters
    /// @return the platform's id of what it took; empty where it gave none
    /// @throws ChannelRejectedException                            where it will never take it
    /// @throws io.omnihub.channel.ChannelUnavailableException where it may take it later
    public String answer(int status, Map<String, String> headers, byte[] body) {
        return told(() -> out().answer().externalId(status, headers, body));
    }

    /// How long the platform drops a second call with the same key.
    Duration keysKnownFor() {
        return out == null ? Duration.ZERO : out.keysKnownFor();
    }

    private Out out() {
        if (out == null) {
            throw new BadValueException(new Spot(0, "out"), "is not declared, so nothing can be sent", "");
        }
        return out;
    }

    private static ChannelRejectedException notCapable(Outbound outbound, String what) {
        return new ChannelRejectedException(
                "not-capable", "the channel " + outbound.channel() + " has nothing for: " + what);
    }

    private <T> T told(Supplier<T> made) {
        try {
            return made.get();
        } catch (BadValueException e) {
            throw bad(e.spot(), e.reason(), "", e.value());
        }
    }

    private List<Row> rows(Input input, boolean traced) {
        try {
            return format.read(input, traced ? new Traced.Factory() : NODES);
        } catch (BadInputException e) {
            throw unreadable(e);
        }
    }

    private List<Row> split(Inbound inbound, Row row, Input input) {
        try {
            return inbound.split(row, input);
        } catch (BadValueException e) {
            throw bad(e.spot(), e.reason(), row.place(), e.value());
        }
    }

    private void read(Inbound inbound, Row record, Row root, boolean alone, Input input, Found found) {
        try {
            inbound.read(record, root.record(), alone, input, found);
        } catch (BadValueException e) {
            throw bad(e.spot(), e.reason(), record.place(e.value()), e.value());
        }
    }

    private UnmappableException bad(Spot spot, String reason, String place, String value) {
        return new UnmappableException(spot.problem(file, reason), place, value);
    }

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
}
