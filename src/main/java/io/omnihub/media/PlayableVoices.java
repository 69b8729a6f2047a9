package io.omnihub.media;

import io.omnihub.channel.Blobs;
import io.omnihub.channel.TroubleLog;
import io.omnihub.message.Media;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.util.FileSystemUtils;

/// Makes voices that no browser plays, such as AMR, into ones that all play. Java has no decoder that is kept, so this
/// is done by the program ffmpeg, where the operator names it: outside of our process, and bounded in time and bytes.
/// What can't be converted stays as it came.
final class PlayableVoices {

    private static final Logger LOG = LoggerFactory.getLogger(PlayableVoices.class);
    private static final Set<String> UNPLAYABLE = Set.of("audio/amr");
    private static final String PLAYABLE = "audio/mp4";
    private static final long LARGEST = 20 << 20;

    private final String ffmpeg;
    private final Blobs blobs;
    private final Duration patience;
    private final TroubleLog trouble = new TroubleLog(LOG, Level.WARN, "Voices are converted again");

    /// @param ffmpeg   the program; empty for none
    /// @param patience how long it may take
    PlayableVoices(String ffmpeg, Blobs blobs, Duration patience) {
        this.ffmpeg = ffmpeg;
        this.blobs = blobs;
        this.patience = patience;
    }

    /// The media, or what a browser plays in their place.
    Media playable(Media stored) {
        if (ffmpeg.isEmpty() || !UNPLAYABLE.contains(stored.contentType())) {
            return stored;
        }
        try {
            Media converted = converted(stored);
            trouble.works();
            return converted;
        } catch (IOException e) {
            trouble.fails("A voice stays as it came, since ffmpeg failed: " + e.getMessage(), null);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return stored;
    }

    private Media converted(Media stored) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("omnihub-voice");
        try {
            Path voice = folder.resolve("voice.amr");
            try (InputStream bytes = blobs.open(stored.blob())) {
                Files.copy(bytes, voice);
            }
            Path made = folder.resolve("voice.m4a");
            run(voice, made);
            try (InputStream bytes = Files.newInputStream(made)) {
                Media result = blobs.store(bytes, PLAYABLE, stored.fileName(), LARGEST);
                return new Media(
                        result.blob(), PLAYABLE, result.size(), stored.fileName(), stored.externalId(), stored.url());
            }
        } finally {
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    /// The kind of the input is said, so that its bytes can choose no other of ffmpeg's many readers.
    private void run(Path voice, Path made) throws IOException, InterruptedException {
        List<String> command = List.of(
                ffmpeg,
                "-nostdin",
                "-v",
                "quiet",
                "-f",
                "amr",
                "-i",
                voice.toString(),
                "-vn",
                "-c:a",
                "aac",
                "-b:a",
                "32k",
                "-movflags",
                "+faststart",
                "-fs",
                Long.toString(LARGEST),
                "-f",
                "ipod",
                made.toString());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("it took longer than " + patience.toSeconds() + " s");
            }
            if (process.exitValue() != 0) {
                throw new IOException("its status was " + process.exitValue());
            }
        } finally {
            process.destroyForcibly();
        }
    }
}
