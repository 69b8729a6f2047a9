package io.omnihub.media;

import io.omnihub.message.Media;

/// What a fetch brought, as its errand keeps it: a line each, the only one that may have line breaks last.
final class StoredMedia {

    private static final int FIELDS = 6;

    private StoredMedia() {}

    static String write(Media media) {
        return String.join(
                "\n",
                media.blob(),
                media.contentType(),
                Long.toString(media.size()),
                media.fileName(),
                media.externalId(),
                media.url());
    }

    static Media read(String text) {
        String[] fields = text.split("\n", FIELDS);
        return new Media(fields[0], fields[1], Long.parseLong(fields[2]), fields[3], fields[4], fields[5]);
    }
}
