package io.omnihub.hub;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.omnihub.channel.Capabilities;
import io.omnihub.channel.Inbox;
import io.omnihub.channel.Inboxes;
import io.omnihub.message.ChannelId;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Databases;
import io.omnihub.store.OnBothDatabases;
import io.omnihub.store.TestDatabases;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;

final class InboxChannelsTests {

    @TempDir
    private Path directory;

    @OnBothDatabases
    void anInboxStaysOneOfItsChannel(Database.Kind kind) {
        try (Databases databases = TestDatabases.open(kind, directory)) {
            Database database = databases.database();
            assertThatCode(() -> {
                        start(database, "wechat");
                        start(database, "wechat");
                    })
                    .doesNotThrowAnyException();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> start(database, "feishu"))
                    .withMessageStartingWith("The inbox shop of tenant default is configured as one of feishu, but it"
                            + " was one of wechat before");
        }
    }

    private static void start(Database database, String channel) {
        Inbox inbox = new Inbox(
                TenantId.DEFAULT,
                new ChannelId(channel),
                new InboxId("shop"),
                "Shop",
                Duration.ZERO,
                1,
                new Capabilities(Set.of(), null));
        new InboxChannels(database, new Inboxes(List.of(() -> List.of(inbox))));
    }
}
