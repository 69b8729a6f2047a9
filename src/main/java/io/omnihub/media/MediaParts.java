package io.omnihub.media;

import io.omnihub.message.Entry;
import io.omnihub.message.Media;
import io.omnihub.message.Message;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Finds what can be fetched in messages: the media that a part consists of, not the little pictures beside it.
final class MediaParts {

    private MediaParts() {}

    /// The indexes of the parts whose media still lie on the platform.
    static List<Integer> unfetched(Entry entry) {
        return entry.change() instanceof Message message
                ? IntStream.range(0, message.parts().size())
                        .filter(part -> unfetched(entry, part).isPresent())
                        .boxed()
                        .toList()
                : List.of();
    }

    /// The media of a part, unless they are stored already.
    static Optional<Media> unfetched(Entry entry, int part) {
        return entry.change() instanceof Message message
                        && part < message.parts().size()
                ? Media.of(message.parts().get(part)).filter(media -> !media.isStored())
                : Optional.empty();
    }
}
