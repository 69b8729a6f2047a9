package io.omnihub.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omnihub.channel.BlobsUnavailableException;
import io.omnihub.message.Media;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What holds wherever blobs lie.
interface BlobCases {

    String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    /// The store, in which there may be others' blobs.
    BlobStore blobs() throws IOException;

    /// One whose shelf can't be reached.
    BlobStore broken() throws IOException;

    /// The time by which it stores.
    default Instant now() {
        return Clock.systemUTC().instant();
    }

    @Test
    default void whatWasStoredIsReadBackByItsHash() throws IOException {
        assertThat(blobs().store(bytes("abc"), "text/plain", "a.txt", 1_000))
                .isEqualTo(Media.stored(ABC, "text/plain", 3, "a.txt"));
        assertThat(blobs().size(ABC)).isEqualTo(3);
        try (InputStream bytes = blobs().open(ABC)) {
            assertThat(bytes).hasContent("abc");
        }
    }

    @Test
    default void aLargeFileGoesAndComesInPieces() throws IOException {
        byte[] large = new byte[3_000_000];
        new java.util.Random(7).nextBytes(large);

        Media media = blobs().store(new ByteArrayInputStream(large), "", "", large.length);

        try (InputStream bytes = blobs().open(media.blob())) {
            assertThat(bytes).hasBinaryContent(large);
        }
    }

    @Test
    default void tooManyBytesAndThoseThatBreakOffAreNotStored() throws IOException {
        String text = UUID.randomUUID().toString();
        InputStream broken = new FilterInputStream(bytes(text)) {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                int read = super.read(target, offset, length);
                if (read < 0) {
                    throw new IOException("broken off");
                }
                return read;
            }
        };
        assertThatThrownBy(() -> blobs().store(bytes(text), "", "", text.length() - 1))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(BlobsUnavailableException.class);
        assertThatThrownBy(() -> blobs().store(broken, "", "", 1_000)).hasMessage("broken off");

        String blob = blobs().store(bytes(text), "", "", text.length()).blob();
        assertThat(blobs().size(blob)).isEqualTo(text.length());
    }

    @Test
    default void whatIsOldAndWantedByNobodyIsRemoved() throws IOException {
        String blob =
                blobs().store(bytes(UUID.randomUUID().toString()), "", "", 100).blob();
        assertThat(blobs().storedBefore(now().minusSeconds(60))).doesNotContain(blob);
        assertThat(blobs().remove(blob, now().minusSeconds(60), () -> false)).isFalse();
        Instant later = now().plusSeconds(60);
        assertThat(blobs().storedBefore(later)).contains(blob);
        assertThat(blobs().remove(blob, later, () -> true)).isFalse();
        assertThatThrownBy(() -> blobs().remove(blob, later, () -> {
                    throw new IllegalStateException("nobody can tell");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(blobs().size(blob)).isEqualTo(36);

        assertThat(blobs().remove(blob, later, () -> false)).isTrue();

        assertThatThrownBy(() -> blobs().open(blob)).isInstanceOf(NoSuchFileException.class);
        assertThat(blobs().remove(blob, later, () -> false)).isFalse();
    }

    @Test
    default void whoeverStoresWhatIsJustBeingRemovedKeepsIt() throws Exception {
        String text = UUID.randomUUID().toString();
        String blob = blobs().store(bytes(text), "", "", 100).blob();
        Thread[] storing = new Thread[1];

        blobs().remove(blob, now().plusSeconds(60), () -> {
            storing[0] = Thread.ofVirtual().start(() -> {
                try {
                    blobs().store(bytes(text), "", "", 100);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            return false;
        });

        storing[0].join();
        assertThat(blobs().size(blob)).isEqualTo(36);
    }

    @Test
    default void whereItCantBeReachedThatIsNoFaultOfTheSender() throws IOException {
        BlobStore broken = broken();
        assertThatThrownBy(() -> broken.store(bytes("abc"), "", "", 3)).isInstanceOf(BlobsUnavailableException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "abc",
                "../../../etc/passwd",
                "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD"
            })
    default void aNameThatIsNoHashOpensNothing(String name) {
        assertThatThrownBy(() -> blobs().open(name)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> blobs().size(name)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    default void anUnknownHashOpensNothing() {
        String unknown = "0".repeat(64);
        assertThatThrownBy(() -> blobs().open(unknown)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> blobs().size(unknown)).isInstanceOf(NoSuchFileException.class);
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
