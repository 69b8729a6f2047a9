package io.omnihub.wire;

import io.omnihub.message.Content;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.wire.proto.Proto;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Translates the parts of messages; a content of a kind from a later version becomes [Content.Unsupported].
final class ProtoContents {

    /// Above this the bytes of an unknown content would break the model's limit for texts when written in base64.
    private static final int LARGEST_UNKNOWN = 48 * 1024;

    private ProtoContents() {}

    static List<Proto.Content> encode(List<Content> parts) {
        List<Proto.Content> encoded = new ArrayList<>(parts.size());
        for (Content part : parts) {
            encoded.add(encode(part));
        }
        return encoded;
    }

    static List<Content> decode(List<Proto.Content> parts) {
        List<Content> decoded = new ArrayList<>(parts.size());
        for (int i = 0; i < parts.size(); i++) {
            try {
                decoded.add(decode(parts.get(i)));
            } catch (InvalidMessageException e) {
                throw e.within("parts[" + i + "]");
            }
        }
        return decoded;
    }

    private static Proto.Content encode(Content content) {
        Proto.Content.Builder builder = Proto.Content.newBuilder();
        switch (content) {
            case Content.Text text -> builder.getTextBuilder().setText(text.text());
            case Content.Image image -> builder.getImageBuilder().setMedia(ProtoMedia.encode(image.media()));
            case Content.Voice voice ->
                builder.getVoiceBuilder()
                        .setMedia(ProtoMedia.encode(voice.media()))
                        .setSeconds(voice.seconds())
                        .setTranscript(voice.transcript());
            case Content.Video video -> encode(video, builder.getVideoBuilder());
            case Content.File file -> builder.getFileBuilder().setMedia(ProtoMedia.encode(file.media()));
            case Content.Location location ->
                builder.getLocationBuilder()
                        .setLatitude(location.latitude())
                        .setLongitude(location.longitude())
                        .setName(location.name())
                        .setAddress(location.address());
            case Content.Link link -> encode(link, builder.getLinkBuilder());
            case Content.Card card -> ProtoCards.encode(card, builder.getCardBuilder());
            case Content.ContactCard card ->
                builder.getContactCardBuilder()
                        .setName(card.name())
                        .setPhone(card.phone())
                        .setOrganisation(card.organisation());
            case Content.Sticker sticker -> builder.getStickerBuilder().setMedia(ProtoMedia.encode(sticker.media()));
            case Content.RichText rich -> builder.getRichTextBuilder().setHtml(rich.html());
            case Content.SystemEvent event ->
                builder.getSystemEventBuilder().setEvent(event.event()).putAllData(event.data());
            case Content.Unsupported unsupported ->
                builder.getUnsupportedBuilder().setKind(unsupported.kind()).setRaw(unsupported.raw());
        }
        return builder.build();
    }

    private static void encode(Content.Video video, Proto.Content.Video.Builder builder) {
        builder.setMedia(ProtoMedia.encode(video.media())).setSeconds(video.seconds());
        if (video.thumbnail() != null) {
            builder.setThumbnail(ProtoMedia.encode(video.thumbnail()));
        }
    }

    private static void encode(Content.Link link, Proto.Content.Link.Builder builder) {
        builder.setUrl(link.url()).setTitle(link.title()).setDescription(link.description());
        if (link.picture() != null) {
            builder.setPicture(ProtoMedia.encode(link.picture()));
        }
    }

    private static Content decode(Proto.Content content) {
        return switch (content.getKindCase()) {
            case TEXT -> new Content.Text(content.getText().getText());
            case IMAGE -> {
                Proto.Content.Image image = content.getImage();
                yield new Content.Image(ProtoMedia.decode("media", image.hasMedia(), image.getMedia()));
            }
            case VOICE -> decode(content.getVoice());
            case VIDEO -> decode(content.getVideo());
            case FILE -> {
                Proto.Content.File file = content.getFile();
                yield new Content.File(ProtoMedia.decode("media", file.hasMedia(), file.getMedia()));
            }
            case LOCATION -> decode(content.getLocation());
            case LINK -> decode(content.getLink());
            case CARD -> ProtoCards.decode(content.getCard());
            case CONTACT_CARD -> {
                Proto.Content.ContactCard card = content.getContactCard();
                yield new Content.ContactCard(card.getName(), card.getPhone(), card.getOrganisation());
            }
            case STICKER -> {
                Proto.Content.Sticker sticker = content.getSticker();
                yield new Content.Sticker(ProtoMedia.decode("media", sticker.hasMedia(), sticker.getMedia()));
            }
            case RICH_TEXT -> new Content.RichText(content.getRichText().getHtml());
            case SYSTEM_EVENT -> {
                Proto.Content.SystemEvent event = content.getSystemEvent();
                yield new Content.SystemEvent(event.getEvent(), event.getDataMap());
            }
            case UNSUPPORTED -> {
                Proto.Content.Unsupported unsupported = content.getUnsupported();
                yield new Content.Unsupported(unsupported.getKind(), unsupported.getRaw());
            }
            case KIND_NOT_SET -> unknown(content);
        };
    }

    private static Content.Voice decode(Proto.Content.Voice voice) {
        return new Content.Voice(
                ProtoMedia.decode("media", voice.hasMedia(), voice.getMedia()),
                voice.getSeconds(),
                voice.getTranscript());
    }

    private static Content.Video decode(Proto.Content.Video video) {
        return new Content.Video(
                ProtoMedia.decode("media", video.hasMedia(), video.getMedia()),
                video.getSeconds(),
                ProtoMedia.decodeOptional("thumbnail", video.hasThumbnail(), video.getThumbnail()));
    }

    private static Content.Location decode(Proto.Content.Location location) {
        Fields.require("latitude", location.hasLatitude());
        Fields.require("longitude", location.hasLongitude());
        return new Content.Location(
                location.getLatitude(), location.getLongitude(), location.getName(), location.getAddress());
    }

    private static Content.Link decode(Proto.Content.Link link) {
        return new Content.Link(
                link.getUrl(),
                link.getTitle(),
                link.getDescription(),
                ProtoMedia.decodeOptional("picture", link.hasPicture(), link.getPicture()));
    }

    /// Its kind is the number by which a later version knows it, its raw form the bytes in base64.
    private static Content unknown(Proto.Content content) {
        int number = content.getUnknownFields().asMap().keySet().stream()
                .findFirst()
                .orElseThrow(() -> Fields.missing("kind"));
        String raw = content.getSerializedSize() > LARGEST_UNKNOWN
                ? ""
                : Base64.getEncoder().encodeToString(content.toByteArray());
        return new Content.Unsupported("content-" + number, raw);
    }
}
