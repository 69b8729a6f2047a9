package io.omnihub.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ContentTypesTests {

    @ParameterizedTest
    @CsvSource({
        "'\u00FF\u00D8\u00FF\u00E0..JFIF', image/jpeg, jpg",
        "GIF89a, image/gif, gif",
        "RIFF....WEBPVP8, image/webp, webp",
        "RIFF....WAVEfmt, audio/wav, wav",
        "'#!AMR', audio/amr, amr",
        "....ftypisom, video/mp4, mp4",
        "<script>, application/octet-stream, bin",
        "'', application/octet-stream, bin",
        "G, application/octet-stream, bin"
    })
    void bytesAreToldByTheirStart(String start, String type, String ending) {
        assertThat(ContentTypes.of(start.getBytes(StandardCharsets.ISO_8859_1))).isEqualTo(type);
        assertThat(ContentTypes.ending(type)).isEqualTo(ending);
    }
}
