package io.omnihub.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ContentTypesTests {

    @ParameterizedTest
    @CsvSource({
        "'\u00FF\u00D8\u00FF\u00E0~\u0010JFIF', image/jpeg, jpg",
        "'\u0089PNG\r\n\u001A\n~~~\rIHDR', image/png, png",
        "GIF89a\u0001~\u0001~\u0080~~, image/gif, gif",
        "RIFF\u0001~~~WEBPVP8, image/webp, webp",
        "RIFF\u0001~~~WAVEfmt, audio/wav, wav",
        "BM6~~~~~~~6~~~(~~~\u0001~~~\u0001~~~\u0001~\u0018~~~~~, image/bmp, bmp",
        "'#!AMR\n<\u0008', audio/amr, amr",
        "ID3\u0003~~~~~~~, audio/mpeg, mp3",
        "\u00FF\u00FB\u0090~~, audio/mpeg, mp3",
        "OggS~\u0002~~, audio/ogg, ogg",
        "~~~\u0018ftypisom, video/mp4, mp4",
        "~~~\u0018ftypmp42, video/mp4, mp4",
        "~~~\u0018ftypheic, image/heic, heic",
        "~~~\u0018ftypmif1, image/heif, heif",
        "~~~\u0018ftypavif, image/avif, avif",
        "'~~~\u0018ftypM4A ', audio/mp4, m4a",
        "'~~~\u0018ftypqt  ', video/quicktime, mov",
        "~~~\u0018ftyp3gp4, video/3gpp, 3gp",
        "~~~\u0018ftypzzzz, application/octet-stream, bin",
        "%PDF-1.4, application/pdf, pdf",
        "PK\u0003\u0004\u0014~, application/zip, zip",
        "'', application/octet-stream, bin",
        "G, application/octet-stream, bin"
    })
    void bytesAreToldByTheirStructure(String start, String type, String ending) {
        assertThat(of(start.replace('~', '\0') + "\0\0\0\0".repeat(start.length() > 1 ? 1 : 0)))
                .isEqualTo(type);
        assertThat(ContentTypes.ending(type)).isEqualTo(ending);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BMI,weight\n21,60\n",
                "BM",
                "GIF87a is an old format of pictures",
                "GIF89a\r\n",
                "ID3 tags hold the title of a song",
                "OggS is how its pages begin",
                "#!AMR is how its files begin",
                "RIFF....WEBPVP8 ",
                "RIFF....WAVEfmt ",
                "....ftypisom",
                "....ftypheic",
                "\u00FF\u00FB\u00BD\u00BF\u00D6\u00D0",
                "PK\tis not a zip",
                "<script>alert(1)</script>",
                "<html><body onload=alert(1)>",
                "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
                "<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>",
                "#!SILK_V3"
            })
    void whatIsTextIsNoPictureAndNoSound(String text) {
        assertThat(of(text)).isEqualTo(ContentTypes.UNKNOWN);
        assertThat(of(text + " and so on\n".repeat(1_000))).isEqualTo(ContentTypes.UNKNOWN);
    }

    @Test
    void onlyPicturesThatRunNothingAreShown() {
        assertThat(ContentTypes.isPicture("image/png")).isTrue();
        for (String type :
                new String[] {"image/svg+xml", "text/html", "image/heic", ContentTypes.UNKNOWN, "video/mp4"}) {
            assertThat(ContentTypes.isPicture(type)).as(type).isFalse();
        }
    }

    private static String of(String start) {
        return ContentTypes.of(start.getBytes(StandardCharsets.ISO_8859_1));
    }
}
