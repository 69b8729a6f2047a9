package io.omnihub.message;

/// The bytes of an earlier message's part are now in the blob store.
///
/// @param part index of the part, from 0
public record MediaStored(MessageRef target, int part, Media media) implements Change {

    public MediaStored {
        Check.notNegative("part", part);
    }
}
