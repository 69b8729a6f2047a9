package io.omnihub.message;

/// The bytes of an earlier message's part are now in the blob store, or will never be.
///
/// @param part   index of the part, from 0
/// @param reason why the bytes can't be had; empty where they are there
public record MediaStored(MessageRef target, int part, Media media, String reason) implements Change {

    public MediaStored {
        Check.notNegative("part", part);
        Check.text("reason", reason);
    }

    public MediaStored(MessageRef target, int part, Media media) {
        this(target, part, media, "");
    }
}
