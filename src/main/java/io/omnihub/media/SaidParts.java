package io.omnihub.media;

import io.omnihub.conversation.Actor;
import io.omnihub.conversation.PartsCheck;
import io.omnihub.identity.Caller;
import io.omnihub.message.Addresses;
import io.omnihub.message.Content;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.message.Media;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Checks what people say through us, be they agents, programs or visitors: only kinds that are theirs to say, and only
/// files that they uploaded themselves or are shown in a conversation.
final class SaidParts implements PartsCheck {

    private final Uploads uploads;
    private final ShownFiles shown;

    SaidParts(Uploads uploads, ShownFiles shown) {
        this.uploads = uploads;
        this.shown = shown;
    }

    @Override
    public List<Content> check(Actor by, List<Content> parts) {
        return switch (by) {
            case Actor.Staff(Caller caller) -> check(Uploader.staff(caller.tenant(), caller.who()), true, parts);
            case Actor.Visitor visitor ->
                check(Uploader.visitor(visitor.tenant(), visitor.who(), visitor.conversation()), false, parts);
            case Actor.Hub _ -> parts;
        };
    }

    private List<Content> check(Uploader by, boolean toApps, List<Content> parts) {
        return IntStream.range(0, parts.size())
                .mapToObj(i -> check(new Part(by, toApps, "parts[" + i + "]"), parts.get(i)))
                .toList();
    }

    private Content check(Part part, Content content) {
        return switch (content) {
            case Content.Text text -> text;
            case Content.Location location -> location;
            case Content.ContactCard card -> card;
            case Content.Image image -> new Content.Image(own(part, "media", image.media()));
            case Content.Voice voice ->
                new Content.Voice(own(part, "media", voice.media()), voice.seconds(), voice.transcript());
            case Content.Video video ->
                new Content.Video(
                        own(part, "media", video.media()),
                        video.seconds(),
                        ownOrNone(part, "thumbnail", video.thumbnail()));
            case Content.File file -> new Content.File(own(part, "media", file.media()));
            case Content.Sticker sticker -> new Content.Sticker(own(part, "media", sticker.media()));
            case Content.Link link ->
                new Content.Link(
                        part.address("url", link.url()),
                        link.title(),
                        link.description(),
                        ownOrNone(part, "picture", link.picture()));
            case Content.Card card -> card(part, card);
            // Sanitised text is made by the hub only, and the others are not said by anybody.
            case Content.RichText _, Content.SystemEvent _, Content.Unsupported _ ->
                throw part.invalid("type", "must be a kind that can be sent");
        };
    }

    private Content.Card card(Part part, Content.Card card) {
        for (int i = 0; i < card.buttons().size(); i++) {
            Content.Card.Button button = card.buttons().get(i);
            if (button.value().isEmpty() || !button.url().isEmpty()) {
                var _ = part.address("buttons[" + i + "].url", button.url());
            }
            if (!button.value().isEmpty() && !button.url().isEmpty()) {
                throw part.invalid("buttons[" + i + "].value", "must not be given beside url");
            }
        }
        return new Content.Card(
                card.title(),
                card.fields(),
                card.buttons(),
                ownOrNone(part, "picture", card.picture()),
                card.metadata());
    }

    private @Nullable Media ownOrNone(Part part, String field, @Nullable Media media) {
        return media == null ? null : own(part, field, media);
    }

    private Media own(Part part, String field, Media media) {
        return uploads.find(part.by(), media.blob(), media.fileName())
                .or(() -> shown.find(part.by(), media.blob(), media.fileName()))
                .orElseThrow(() -> part.invalid(
                        field + ".blob", "must be a file that you uploaded lately, or see in a conversation"));
    }

    /// Where a part is.
    ///
    /// @param toApps whether its links may lead into an app
    private record Part(Uploader by, boolean toApps, String path) {

        InvalidMessageException invalid(String field, String problem) {
            return new InvalidMessageException(path + "." + field, problem);
        }

        /// An address that a reader may be led to. Whether the reader has the app, the engine finds out.
        String address(String field, String url) {
            if (!Addresses.isPage(url) && (!toApps || Addresses.appScheme(url).isEmpty())) {
                throw invalid(
                        field,
                        "must begin with https:// or http://"
                                + (toApps ? ", or be one in the contact's app such as myshop://order/1024" : ""));
            }
            return url;
        }
    }
}
