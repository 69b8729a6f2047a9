package io.omnihub.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.message.Media;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A script stands for ffmpeg, which a machine need not have.
final class PlayableVoicesTests {

    @TempDir
    private Path directory;

    private BlobStore blobs;
    private Media voice;

    @BeforeEach
    void aVoiceIsStored() throws IOException {
        blobs = new BlobStore(directory.resolve("blobs"), Clock.systemUTC(), new VirusScanner(""));
        byte[] bytes = "#!AMR\n and more".getBytes(StandardCharsets.UTF_8);
        Media stored = blobs.store(new ByteArrayInputStream(bytes), "audio/amr", "", 1_000);
        voice = new Media(stored.blob(), "audio/amr", stored.size(), "", "wechat-1", "");
    }

    @Test
    void aVoiceThatNoBrowserPlaysBecomesOneThatAllPlay() throws IOException {
        // The last argument is the file to write, the one after -i the file to read.
        Media made =
                with("while [ $# -gt 1 ]; do [ \"$1\" = -i ] && in=$2; shift; done; sed s/AMR/AAC/ \"$in\" > \"$1\"");
        assertThat(made.contentType()).isEqualTo("audio/mp4");
        assertThat(made.externalId()).isEqualTo("wechat-1");
        assertThat(blobs.open(made.blob()).readAllBytes()).asString().isEqualTo("#!AAC\n and more");
    }

    @Test
    void whatCanNotBeConvertedStaysAsItCame() throws IOException {
        assertThat(with("exit 1")).isEqualTo(voice);
        assertThat(with("exit 0")).isEqualTo(voice);
        assertThat(with("exec sleep 60")).isEqualTo(voice);
        assertThat(voices("/nowhere/ffmpeg").playable(voice)).isEqualTo(voice);
        assertThat(voices("").playable(voice)).isEqualTo(voice);
    }

    @Test
    void whatBrowsersPlayIsLeftAlone() throws IOException {
        Media picture = new Media(voice.blob(), "image/png", 3, "", "", "");
        assertThat(voices(script("exit 1")).playable(picture)).isEqualTo(picture);
    }

    private Media with(String script) throws IOException {
        return voices(script(script)).playable(voice);
    }

    private PlayableVoices voices(String ffmpeg) {
        return new PlayableVoices(ffmpeg, blobs, Duration.ofSeconds(2));
    }

    private String script(String commands) throws IOException {
        Path script = directory.resolve("ffmpeg");
        Files.deleteIfExists(script);
        Files.createFile(script, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(script, "#!/bin/sh\n" + commands + "\n");
        return script.toString();
    }
}
