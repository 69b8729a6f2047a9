package io.omnihub.console;

import io.omnihub.contact.Originals;
import io.omnihub.conversation.Engine;
import io.omnihub.conversation.Outcome;
import io.omnihub.identity.Accounts;
import io.omnihub.identity.Role;
import io.omnihub.message.Body;
import io.omnihub.message.Content;
import io.omnihub.message.ConversationId;
import io.omnihub.message.Direction;
import io.omnihub.message.Header;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.Keys;
import io.omnihub.message.Media;
import io.omnihub.message.Message;
import io.omnihub.message.Sender;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.web.Api;
import io.omnihub.web.RunningHub;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// Customers and agents of a hub.
final class Shop {

    static final String PASSWORD = "correct horse battery";

    /// One part of each kind.
    static final List<Content> EVERY_KIND = List.of(
            new Content.Text("Hello, I would like to know where my order is: https://shop.example/o/20260301."),
            new Content.Image(media("photo.jpg")),
            new Content.Voice(media("voice.amr"), 7, "Anyone there?"),
            new Content.Video(media("clip.mp4"), 15, null),
            new Content.File(media("invoice-2026-03.pdf")),
            new Content.Location(31.2304, 121.4737, "People's Square", "Huangpu, Shanghai"),
            new Content.Link("https://shop.example/p/1", "A cup of porcelain", "350 ml, made in Jingdezhen", null),
            new Content.Card(
                    "Order 20260301",
                    List.of(
                            new Content.Card.Field("Status", "Shipped"),
                            new Content.Card.Field("Amount", "¥ 128.00"),
                            new Content.Card.Field("Carrier", "SF Express")),
                    List.of(new Content.Card.Button("Show", "https://shop.example/o/20260301")),
                    null),
            new Content.ContactCard("Li Lei", "+8613800000000", "Example Ltd"),
            new Content.Sticker(media("")),
            new Content.RichText("<p>Dear team,</p><ul><li>the <b>blue</b> cup</li><li>the white one</li></ul>"
                    + "<blockquote>On Monday you wrote …</blockquote>"),
            new Content.SystemEvent("scan", Map.of("scene", "qr-7")),
            new Content.Unsupported("poll", "<xml><poll/></xml>"));

    private final RunningHub hub;

    Shop(RunningHub hub) {
        this.hub = hub;
    }

    private static Media media(String fileName) {
        return new Media("", "", 0, fileName, "media-" + fileName, "");
    }

    /// A new account.
    String agent(String name) {
        return person(name, Role.AGENT);
    }

    /// A new account of a role.
    String person(String name, Role role) {
        String unique = name + "-" + UUID.randomUUID().toString().substring(0, 4);
        hub.bean(Accounts.class).create(TenantId.DEFAULT, unique, role, PASSWORD);
        return unique;
    }

    Customer customer(String name) {
        return new Customer(RunningHub.newUser(), name);
    }

    /// The app that a customer uses has told of itself.
    void uses(Customer customer, String facts) {
        hub.bean(Database.class)
                .write(
                        Tenants.of(TenantId.DEFAULT),
                        tx -> tx.sql()
                                .sql(
                                        "insert into visitor_context (tenant, inbox, visitor, facts, told_at) values (?, ?, ?, ?, ?)")
                                .params(
                                        TenantId.DEFAULT.value(),
                                        RunningHub.INBOX.value(),
                                        customer.user,
                                        facts,
                                        Instant.now().toEpochMilli())
                                .update());
    }

    /// Somebody outside.
    final class Customer {

        final String name;
        final String user;

        private Customer(String user, String name) {
            this.user = user;
            this.name = name;
        }

        ConversationId says(String text) {
            return says(new Content.Text(text));
        }

        ConversationId says(Content... parts) {
            String id = UUID.randomUUID().toString();
            return tells(Keys.message(id), new Message(id, List.of(parts), null));
        }

        /// The site has an id of its own for the customer.
        void isCalled(String original) {
            hub.bean(Originals.class).keep(TenantId.DEFAULT, RunningHub.INBOX, user, original);
        }

        /// Says so many lines at once.
        void talks(int lines) {
            CompletableFuture.allOf(IntStream.rangeClosed(1, lines)
                            .mapToObj(i -> {
                                String id = UUID.randomUUID().toString();
                                Message line = new Message(id, List.of(new Content.Text("line " + i)), null);
                                return hub.bean(Engine.class).take(event(Keys.message(id), line), false);
                            })
                            .toArray(CompletableFuture[]::new))
                    .orTimeout(30, TimeUnit.SECONDS)
                    .join();
        }

        /// Anything that a platform may tell of the customer.
        ConversationId tells(String key, Body body) {
            Outcome outcome = hub.bean(Engine.class)
                    .take(event(key, body), false)
                    .orTimeout(30, TimeUnit.SECONDS)
                    .join();
            return ((Outcome.Stored) outcome).conversation();
        }

        /// Says something of which the channel tells more.
        ConversationId mails(Map<String, String> metadata, Content... parts) {
            String id = UUID.randomUUID().toString();
            Outcome outcome = hub.bean(Engine.class)
                    .take(event(Keys.message(id), new Message(id, List.of(parts), null), metadata), false)
                    .orTimeout(30, TimeUnit.SECONDS)
                    .join();
            return ((Outcome.Stored) outcome).conversation();
        }

        private InboundEvent event(String key, Body body) {
            return event(key, body, Map.of());
        }

        private InboundEvent event(String key, Body body, Map<String, String> metadata) {
            Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
            Header header = new Header(
                    TenantId.DEFAULT,
                    RunningHub.CHANNEL,
                    RunningHub.INBOX,
                    Direction.INBOUND,
                    user,
                    user,
                    key,
                    new Sender(Sender.Kind.CONTACT, user, name),
                    now,
                    now,
                    metadata,
                    null);
            return new InboundEvent(header, body);
        }
    }

    /// Has a program carry out a command.
    void command(ConversationId conversation, String name, String body) {
        Api program = hub.as(Role.AGENT);
        program.post("/api/v1/conversations/" + conversation + "/" + name, body);
    }

    /// Some conversations, the last of which has a message of every kind.
    ConversationId busyDay() {
        customer("王芳").says("你好，请问我的订单什么时候发货？");
        customer("Oliver Smith").says("The parcel arrived, thank you!");
        customer("李雷").says(EVERY_KIND.get(1));
        customer("Ana María Hernández").says("Is the blue cup available again? I have been waiting for it.");
        Customer customer = customer("韩梅梅");
        ConversationId conversation = customer.says("Hello");
        command(
                conversation,
                "replies",
                "{\"parts\": [{\"type\": \"text\", \"text\": \"Good morning! How can I help you?\"}]}");
        command(
                conversation,
                "notes",
                "{\"parts\": [{\"type\": \"text\", \"text\": \"Asked the warehouse: it left on Monday.\"}]}");
        command(conversation, "labels", "{\"add\": [\"vip\", \"delivery\"]}");
        EVERY_KIND.forEach(customer::says);
        return conversation;
    }
}
