package io.omnihub.hub;

import static io.omnihub.hub.DoorsApplication.INBOX;
import static io.omnihub.hub.DoorsApplication.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.omnihub.conversation.Commands;
import io.omnihub.conversation.Conversation;
import io.omnihub.conversation.Conversations;
import io.omnihub.conversation.Hub;
import io.omnihub.delivery.Deliveries;
import io.omnihub.delivery.Delivery;
import io.omnihub.hub.DoorsApplication.Platform;
import io.omnihub.hub.DoorsApplication.Subscriber;
import io.omnihub.message.Command;
import io.omnihub.message.Content;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.DatabaseProperties;
import io.omnihub.store.OnBothDatabases;
import io.omnihub.store.TestDatabases;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/// The whole hub, stopped in the middle and started again.
class RestartTests {

    @TempDir
    private Path directory;

    @OnBothDatabases
    void whatIsBeingSentAtTheStopIsFinishedAndReadersGoOnWhereTheyWere(Database.Kind kind) throws Exception {
        String[] database = database(kind);
        CountDownLatch go = new CountDownLatch(1);
        try (ConfigurableApplicationContext hub = DoorsApplication.start(directory, database)) {
            Platform platform = hub.getBean("javaPlatform", Platform.class);
            platform.waitsFor(go);
            template(hub).sendBody("direct:java-in", text(INBOX, "amy", "m1", "hi"));
            await().until(() -> hub.getBean(Subscriber.class).texts().contains("hi"));
            reply(hub, "hello");
            await().until(() -> platform.got.size() == 1);
            Thread stopping = Thread.ofPlatform().start(hub::close);
            await().until(() -> !hub.getBean(CamelContext.class).isStarted());
            go.countDown();
            stopping.join();
        }
        try (ConfigurableApplicationContext hub = DoorsApplication.start(directory, database)) {
            List<Delivery> deliveries = hub.getBean(Deliveries.class)
                    .list(TenantId.DEFAULT, new Deliveries.Filter(Optional.empty(), Optional.empty()), null, 10);
            assertThat(deliveries).singleElement().satisfies(delivery -> {
                assertThat(delivery.state()).isEqualTo(Delivery.State.SENT);
                assertThat(delivery.maybeRepeated()).isFalse();
            });
            template(hub).sendBody("direct:java-in", text(INBOX, "amy", "m2", "again"));
            Subscriber subscriber = hub.getBean(Subscriber.class);
            await().until(() -> subscriber.texts().contains("again"));
            assertThat(subscriber.texts()).doesNotContain("hi");
            assertThat(hub.getBean("javaPlatform", Platform.class).got).isEmpty();
        }
    }

    @Test
    void aMissingFolderOfRoutesIsNoReasonNotToStart() {
        try (ConfigurableApplicationContext hub =
                DoorsApplication.start(directory, "--omnihub.routes=" + directory.resolve("nowhere"))) {
            assertThat(hub.getBean(CamelContext.class).getRoute("java-in")).isNotNull();
        }
    }

    private static String[] database(Database.Kind kind) {
        if (kind == Database.Kind.SQLITE) {
            return new String[0];
        }
        DatabaseProperties properties = TestDatabases.newPostgres();
        return new String[] {
            "--omnihub.database.url=" + properties.url(),
            "--omnihub.database.user=" + properties.user(),
            "--omnihub.database.password=" + properties.password(),
            "--omnihub.database.require-durable=false"
        };
    }

    private static ProducerTemplate template(ConfigurableApplicationContext hub) {
        return hub.getBean(ProducerTemplate.class);
    }

    private static void reply(ConfigurableApplicationContext hub, String text) {
        Conversation conversation = hub.getBean(Conversations.class)
                .list(
                        TenantId.DEFAULT,
                        new Conversations.Filter(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()),
                        Conversations.Order.MESSAGE,
                        null,
                        1)
                .getFirst();
        Commands commands = hub.getBean(Commands.class);
        Command reply = new Command.Reply(List.of(new Content.Text(text)), null, 0);
        var _ = commands.carryOut(
                commands.check(Hub.ANN, conversation, reply), UUID.randomUUID().toString());
    }
}
