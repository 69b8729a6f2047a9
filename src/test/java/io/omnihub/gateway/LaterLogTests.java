package io.omnihub.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import io.omnihub.backup.BackupCommand;
import io.omnihub.identity.Role;
import io.omnihub.log.LogAppender;
import io.omnihub.log.LogAppender.NewEntry;
import io.omnihub.log.LogReader;
import io.omnihub.log.Positions;
import io.omnihub.message.ConversationId;
import io.omnihub.message.Entry;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Databases;
import io.omnihub.store.Question;
import io.omnihub.store.Tenants;
import io.omnihub.store.Transaction;
import io.omnihub.store.Writes;
import io.omnihub.web.Api;
import io.omnihub.wire.ProtobufCodec;
import io.omnihub.wire.proto.Proto;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A node of the next version writes into the log that this one reads, as while both run during an upgrade.
final class LaterLogTests {

    private static final String SECRET = "For who can read the next version";

    @TempDir
    private Path directory;

    private final LiveHub live = LiveHub.shared();
    private final Api agent = live.hub.as(Role.AGENT);
    private final JsonNode visitor = live.visitor();
    private final ConversationId conversation =
            new ConversationId(visitor.path("conversation").asString());
    private final String path = "/api/v1/conversations/" + conversation;

    @Test
    void whatALaterVersionWroteStopsNobodyAndIsShownAsUnknown() {
        try (Client customer = live.visitor(visitor, "");
                Client desk = live.agent()) {
            customer.await("welcome");
            say(visitor, "Before");
            desk.send("{\"type\": \"watch\", \"conversation\": \"" + conversation + "\"}");
            desk.await("entries");
            List<Long> written = live.hub.bean(Database.class).write(Tenants.ALL, this::writeAsTheNextVersion);

            // Live.
            assertThat(say(visitor, "After")).isEqualTo(written.getLast() + 1);
            List<String> kinds = new ArrayList<>();
            JsonNode entry;
            do {
                entry = desk.await("entry").path("entry");
                kinds.add(entry.path("kind").asString());
            } while (!entry.toString().contains("After"));
            assertThat(kinds)
                    .containsExactly("message.created", "unknown", "unknown", "unknown", "unknown", "message.created");

            // What the contact may see of it.
            customer.send("{\"type\": \"fetch\", \"after\": 0}");
            JsonNode shown = customer.await("entries").path("entries");
            assertThat(shown.toString()).contains("Before", "After", "unknown").doesNotContain(SECRET);
            assertThat(shown).hasSize(6);
        }
        // Over REST.
        JsonNode entries = agent.get(path + "/entries").json().path("items");
        assertThat(entries)
                .extracting(each -> each.path("kind").asString())
                .containsExactly(
                        "session.opened",
                        "message.created",
                        "message.created",
                        "unknown",
                        "unknown",
                        "unknown",
                        "unknown",
                        "message.created");
        assertThat(entries.toString()).contains("\"name\":\"change-60\"").doesNotContain(SECRET);
        assertThat(agent.get(path + "/entries/4").status()).isEqualTo(200);
        assertThat(agent.get(path).json().path("session").path("status").asString())
                .isEqualTo("unknown");
        // The contact's alone: others wait for the tests beside this one.
        String contact = agent.get(path).json().at("/contact/id").asString();
        for (String list : List.of("&status=unknown", "&order=waiting", "&order=changed", "")) {
            assertThat(agent.get("/api/v1/conversations?contact=" + contact + list)
                            .text())
                    .as(list)
                    .contains(conversation.value());
        }
        // Whoever follows the log.
        await().untilAsserted(() -> assertThat(behind()).isEmpty());
        // What must be understood to be done waits for the next version, and nobody else for it.
        assertThat(agent.post(path + "/resolution", "{}").status()).isEqualTo(503);
        assertThat(say(live.visitor(), "Hello")).isPositive();
        assertThat(live.hub.anonymous().get("/actuator/health/readiness").status())
                .isEqualTo(200);
        // Erased for good.
        assertThat(live.hub.as(Role.ADMIN).post(path + "/entries/4/erasure", "").status())
                .isEqualTo(201);
        assertThat(agent.get(path + "/entries/4").json().path("kind").asString())
                .isEqualTo("erased");
        assertThat(stored(4)).doesNotContain(SECRET);
        assertThat(backedUp())
                .as("nor is it stopped by it, or changed")
                .isEqualTo(entries(live.hub.bean(Database.class)));
        assertThat(stored(3)).as("of what is known nothing goes").contains("Before", SECRET);
    }

    /// Says it until it is stored: on a machine with much else to do the hub may be busy.
    private long say(JsonNode who, String text) {
        Api api = new Api(live.hub.address, "Visitor " + who.path("token").asString());
        String message = "{\"clientId\": \"" + LiveHub.newId() + "\", \"parts\": [{\"type\": \"text\", \"text\": \""
                + text + "\"}]}";
        return await().until(
                        () -> api.post("/api/v1/visitor/messages", message, "Origin", LiveHub.ORIGIN),
                        answer -> answer.status() == 201)
                .json()
                .path("sequence")
                .asLong();
    }

    /// The conversation's entries in a backup that was made of the running hub.
    private List<String> backedUp() {
        Path copy = directory.resolve("copy");
        String data = live.hub.context.getEnvironment().getRequiredProperty("omnihub.data");
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream printer = new PrintStream(said, true, StandardCharsets.UTF_8);
        assertThat(BackupCommand.run(printer, printer, "backup", copy.toString(), "--omnihub.data=" + data))
                .as("%s", said)
                .isZero();
        try (Databases copied = Databases.sqlite(copy, 1)) {
            return entries(copied.database());
        }
    }

    private List<String> entries(Database database) {
        return database.read(
                Tenants.ALL,
                tx -> tx.sql()
                        .sql("select body from entry where conversation = ? order by id")
                        .param(conversation.value())
                        .query((row, _) -> HexFormat.of().formatHex(row.getBytes(1)))
                        .list());
    }

    private String stored(long sequence) {
        byte[] body = live.hub
                .bean(Database.class)
                .read(
                        Tenants.ALL,
                        tx -> tx.sql()
                                .sql("select body from entry where conversation = ? and sequence = ?")
                                .params(conversation.value(), sequence)
                                .query(byte[].class)
                                .single());
        return new String(body, StandardCharsets.ISO_8859_1);
    }

    /// A message with a field that is new, a change of a new kind, a receipt and a session's change with new numbers,
    /// and one for new eyes; and the
    /// session with a new status.
    private List<Long> writeAsTheNextVersion(Transaction tx) throws SQLException {
        LogAppender appender = live.hub.bean(LogAppender.class);
        Question<OptionalLong> lock = appender.lock(0, 1);
        long position = lock.ask(tx.prepare(lock.sql())).orElseThrow();
        Proto.Entry before = proto(live.hub
                .bean(LogReader.class)
                .find(tx, TenantId.DEFAULT, conversation, 2)
                .orElseThrow());
        UnknownFieldSet secret = UnknownFieldSet.newBuilder()
                .addField(
                        60,
                        UnknownFieldSet.Field.newBuilder()
                                .addLengthDelimited(ByteString.copyFromUtf8(SECRET))
                                .build())
                .build();
        List<Consumer<Proto.Entry.Builder>> changes = List.of(
                entry -> entry.setUnknownFields(secret),
                entry -> entry.clearChange().setUnknownFields(secret),
                entry -> entry.setReceipt(Proto.Receipt.newBuilder().setStateValue(99)),
                entry -> entry.setSession(Proto.SessionChange.newBuilder().setStatusValue(99)),
                entry -> entry.setVisibilityValue(9));
        List<NewEntry> added = new ArrayList<>();
        for (Consumer<Proto.Entry.Builder> change : changes) {
            Proto.Entry.Builder entry = before.toBuilder()
                    .setPosition(position + added.size() + 1)
                    .setSequence(before.getSequence() + added.size() + 1);
            change.accept(entry);
            added.add(new NewEntry(ProtobufCodec.decodeEntry(entry.build().toByteArray()), null));
        }
        Writes writes = tx.writes();
        appender.append(writes, 0, added);
        writes.send();
        byte[] positions = tx.sql()
                .sql("select h.positions from conversation_head h join conversation c on c.number = h.conversation"
                        + " where c.id = ?")
                .param(conversation.value())
                .query(byte[].class)
                .single();
        Positions grown = Positions.of(positions);
        for (NewEntry entry : added) {
            grown = grown.plus(entry.entry().position());
        }
        long last = added.getLast().entry().sequence();
        tx.sql()
                .sql("update conversation_head set last_sequence = ?, last_visible = ?, positions = ?"
                        + " where conversation = (select number from conversation where id = ?)")
                .params(last, last - 1, grown.bytes(), conversation.value())
                .update();
        byte[] session = Proto.ConversationView.Session.newBuilder()
                .setId(conversation + ".1")
                .setNumber(1)
                .setStatusValue(99)
                .setRevision(2)
                .build()
                .toByteArray();
        tx.sql()
                .sql("update session set status = 'SNOOZED', body = ?"
                        + " where conversation = (select number from conversation where id = ?)")
                .params(session, conversation.value())
                .update();
        return added.stream().map(entry -> entry.entry().sequence()).toList();
    }

    /// Readers that have not read everything yet.
    private List<String> behind() {
        return live.hub
                .bean(Database.class)
                .read(
                        Tenants.ALL,
                        tx -> tx.sql()
                                .sql("select c.name from cursor c join partition p on p.id = c.partition"
                                        + " where c.position < p.last_position")
                                .query(String.class)
                                .list());
    }

    private static Proto.Entry proto(Entry entry) {
        try {
            return Proto.Entry.parseFrom(ProtobufCodec.encode(entry));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
