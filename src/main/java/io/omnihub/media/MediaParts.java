package io.omnihub.media;

import io.omnihub.message.Content;
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
                ? media(message.parts().get(part)).filter(media -> !media.isStored())
                : Optional.empty();
    }

    private static Optional<Media> media(Content content) {
        return switch (content) {
            case Content.Image image -> Optional.of(image.media());
            case Content.Voice voice -> Optional.of(voice.media());
            case Content.Video video -> Optional.of(video.media());
            case Content.File file -> Optional.of(file.media());
            case Content.Sticker sticker -> Optional.of(sticker.media());
            case Content.Text _,
                    Content.Location _,
                    Content.Link _,
                    Content.Card _,
                    Content.ContactCard _,
                    Content.RichText _,
                    Content.SystemEvent _,
                    Content.Unsupported _ -> Optional.empty();
        };
    }
}
