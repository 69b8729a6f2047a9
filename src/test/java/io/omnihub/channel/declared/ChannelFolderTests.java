package io.omnihub.channel.declared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.omnihub.channel.ChannelStatuses;
import io.omnihub.channel.Inbox;
import io.omnihub.channel.Inboxes;
import io.omnihub.watch.WatchedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of channels where their files come and go in a bad moment.
class ChannelFolderTests {

    private static final Duration MOMENT = Duration.ofMillis(300);

    @TempDir
    private Path files;

    private final DeclaredChannels channels = new DeclaredChannels(new ChannelStatuses(Clock.systemUTC()));
    private final Inboxes inboxes = new Inboxes(List.of(channels));
    private final AtomicBoolean away = new AtomicBoolean();
    private ChannelFolder folder;

    private void open() throws InterruptedException {
        folder = new ChannelFolder(
                new WatchedFolder(files, ChannelFile::isRead, MOMENT),
                channels,
                List.of(),
                UnaryOperator.identity(),
                Clock.systemUTC());
        folder.begin(inboxes);
    }

    @Test
    void oneThatIsWrittenAnewByRemovingItFirstIsNeverGone() throws Exception {
        write("acme", "shop");
        open();
        assertThat(known()).containsExactly("shop");

        Files.delete(files.resolve("acme.yaml"));
        folder.look(inboxes);
        folder.look(inboxes);
        assertThat(known()).containsExactly("shop");
        write("acme", "other");
        folder.look(inboxes);
        assertThat(known()).containsExactly("shop");
        looking("other");

        Files.delete(files.resolve("acme.yaml"));
        looking();
    }

    @Test
    void atTheStartTheLaterOfTwoFilesWithOneInboxIsRefusedAndTheHubStarts() throws Exception {
        write("acme", "shop");
        write("acme2", "shop");
        write("beta", "bar");
        inboxes.check(all -> {
            if (all.stream().anyMatch(inbox -> inbox.id().value().equals("bar"))) {
                throw new IllegalArgumentException("The inbox bar was one of another channel before");
            }
        });
        open();
        assertThat(known()).containsExactly("shop");
        assertThat(channels.refused())
                .extracting(file -> file.problem().file())
                .containsExactly("acme2.yaml", "beta.yaml");
        assertThat(channels.refused().getLast().problem().reason()).contains("was one of another channel before");
    }

    @Test
    void whatCanNotBeForgottenNowIsForgottenLater() throws Exception {
        write("acme", "shop");
        open();
        inboxes.check(_ -> {
            if (away.get()) {
                throw new IllegalStateException("the database is away");
            }
        });
        away.set(true);
        Files.delete(files.resolve("acme.yaml"));
        await().untilAsserted(
                        () -> assertThatThrownBy(() -> folder.look(inboxes)).hasMessage("the database is away"));
        assertThat(known()).containsExactly("shop");
        assertThat(channels.inboxes()).hasSize(1);

        away.set(false);
        looking();
        assertThat(channels.inboxes()).isEmpty();
    }

    private void looking(String... expected) {
        await().untilAsserted(() -> {
            folder.look(inboxes);
            assertThat(known()).containsExactly(expected);
        });
    }

    private List<String> known() {
        return inboxes.all().stream().map(Inbox::id).map(id -> id.value()).toList();
    }

    private void write(String channel, String inbox) throws IOException {
        Files.writeString(
                files.resolve(channel + ".yaml"),
                "omnihub: {channels: {%s: {capabilities: {}, inboxes: {%s: {}}}}}%n".formatted(channel, inbox));
    }
}
