package io.omnihub.wire;

import io.omnihub.message.Media;
import io.omnihub.message.MessageRef;
import io.omnihub.wire.proto.Proto;
import org.jspecify.annotations.Nullable;

/// Translates what contents and bodies point to: media and earlier messages.
final class ProtoMedia {

    private ProtoMedia() {}

    static Proto.Media encode(Media media) {
        return Proto.Media.newBuilder()
                .setBlob(media.blob())
                .setContentType(media.contentType())
                .setSize(media.size())
                .setFileName(media.fileName())
                .setExternalId(media.externalId())
                .setUrl(media.url())
                .build();
    }

    /// @param present whether the field was given at all
    static Media decode(String field, boolean present, Proto.Media media) {
        Fields.require(field, present);
        return Fields.within(
                field,
                () -> new Media(
                        media.getBlob(),
                        media.getContentType(),
                        media.getSize(),
                        media.getFileName(),
                        media.getExternalId(),
                        media.getUrl()));
    }

    static @Nullable Media decodeOptional(String field, boolean present, Proto.Media media) {
        return present ? decode(field, true, media) : null;
    }

    static Proto.MessageRef encode(MessageRef ref) {
        return Proto.MessageRef.newBuilder()
                .setExternalId(ref.externalId())
                .setSequence(ref.sequence())
                .build();
    }

    /// @param present whether the field was given at all
    static MessageRef decode(String field, boolean present, Proto.MessageRef ref) {
        Fields.require(field, present);
        return Fields.within(field, () -> new MessageRef(ref.getExternalId(), ref.getSequence()));
    }

    static @Nullable MessageRef decodeOptional(String field, boolean present, Proto.MessageRef ref) {
        return present ? decode(field, true, ref) : null;
    }
}
