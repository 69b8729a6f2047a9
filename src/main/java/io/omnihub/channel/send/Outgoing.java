package io.omnihub.channel.send;

import io.omnihub.channel.TextLimit;
import io.omnihub.message.OutboundMessage;
import io.omnihub.message.PlatformCall;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A delivery as its channel can say it, and how far it was sent. An outbound adapter makes one, with a native message
/// for each part; texts that are too long are cut here.
///
/// The limit is that of the first attempt, so that a call that may have been taken is the same in each, under the
/// same key. What was sent of a text is known by where it ended: where nothing has settled the limit, another one cuts
/// the rest anew, and nothing is lost or said twice. Where the text itself is another one up to there, it is said
/// again from its beginning.
///
/// @param <N> the channel's own message
public final class Outgoing<N> {

    private final OutboundMessage message;
    private final List<N> natives;
    private final @Nullable TextLimit limit;
    private final AtomicReference<List<PlatformCall>> made;

    /// @param natives in the order of the message's parts
    public Outgoing(OutboundMessage message, List<N> natives) {
        this(message, natives, null);
    }

    /// @param limit of those that are a [LongText], where the message does not say by which it was cut before;
    ///              null for none
    public Outgoing(OutboundMessage message, List<N> natives, @Nullable TextLimit limit) {
        this.message = message;
        this.natives = List.copyOf(natives);
        this.limit = message.cut().isEmpty() ? limit : TextLimit.read(message.cut());
        this.made = new AtomicReference<>(message.calls());
    }

    public OutboundMessage message() {
        return message;
    }

    /// All its calls, as if none had been made.
    public List<Call<N>> calls() {
        return calls(List.of());
    }

    /// The calls that are left to be made.
    public List<Call<N>> left() {
        return calls(made());
    }

    /// The calls that were made, by this attempt and by those before.
    public List<PlatformCall> made() {
        return made.get();
    }

    void made(PlatformCall call) {
        List<PlatformCall> more = new ArrayList<>(made());
        more.add(call);
        made.set(List.copyOf(more));
    }

    private List<Call<N>> calls(List<PlatformCall> before) {
        PlatformCall last = before.isEmpty() ? new PlatformCall(0, 0, 0, "") : before.getLast();
        List<Call<N>> calls = new ArrayList<>();
        for (int piece = last.piece(); piece < natives.size(); piece++) {
            boolean begun = !before.isEmpty() && piece == last.piece();
            N content = natives.get(piece);
            if (limit != null && content instanceof LongText<?> text) {
                cut(calls, before.size(), piece, text, begun ? from(text.text(), last) : 0);
            } else if (!begun) {
                calls.add(new Call<>(message, before.size() + calls.size(), content, piece, 0, 0, 0));
            }
        }
        return List.copyOf(calls);
    }

    /// Where a text goes on of which a call was made.
    private static int from(String text, PlatformCall last) {
        boolean same = last.reached() <= text.length()
                && text.substring(0, last.reached()).hashCode() == last.said();
        return same ? last.reached() : 0;
    }

    private void cut(List<Call<N>> calls, int before, int piece, LongText<?> whole, int from) {
        String text = whole.text();
        int begin = from;
        List<String> cuts = from == text.length() || limit == null ? List.of() : limit.pieces(text.substring(from));
        for (String cut : cuts) {
            int end = begin + cut.length();
            // Platforms take no empty message, and nobody misses one.
            if (!cut.isBlank() || (cuts.size() == 1 && from == 0)) {
                int said = text.substring(0, end).hashCode();
                calls.add(new Call<>(message, before + calls.size(), with(whole, cut), piece, begin, end, said));
            }
            begin = end;
        }
    }

    /// A channel's own messages are all of one type.
    @SuppressWarnings("unchecked")
    private N with(LongText<?> whole, String cut) {
        return cut.length() == whole.text().length() ? (N) whole : (N) whole.withText(cut);
    }
}
