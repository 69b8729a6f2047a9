package io.omnihub.bench;

import io.omnihub.mapping.Arrival;
import io.omnihub.mapping.Mapping;
import io.omnihub.mapping.Mappings;
import io.omnihub.message.ChannelId;
import io.omnihub.message.Content;
import io.omnihub.message.Direction;
import io.omnihub.message.Header;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.InboxId;
import io.omnihub.message.Keys;
import io.omnihub.message.Message;
import io.omnihub.message.MessageRef;
import io.omnihub.message.Raw;
import io.omnihub.message.Sender;
import io.omnihub.message.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Mappings beside the same written by hand, on one thread: a text from Telegram, and a file of orders.
final class MappingBench {

    private static final String MAPPED = "mapping, a text of Telegram";
    private static final String BY_HAND = "by hand, a text of Telegram";
    private static final String ORDERS = "mapping, a file with two orders in GBK";
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Arrival arrival = new Arrival(
            TenantId.DEFAULT,
            new ChannelId("telegram"),
            new InboxId("bot"),
            Instant.now().truncatedTo(ChronoUnit.MILLIS));
    private long count;

    static void run(Settings settings, Report report) throws IOException {
        Path fixtures = Path.of("src/test/resources/mapping");
        byte[] text = Files.readAllBytes(fixtures.resolve("telegram/text-reply.json"));
        byte[] orders = Files.readAllBytes(fixtures.resolve("formats/orders.csv"));
        Mapping telegram = Mappings.compile(Path.of("routes/mappings/telegram.yaml"));
        Mapping shop = Mappings.compile(fixtures.resolve("formats/orders.yaml"));
        MappingBench bench = new MappingBench();
        Supplier<List<InboundEvent>> mapped = () -> telegram.read(text, bench.arrival);
        Supplier<List<InboundEvent>> written = () -> List.of(byHand(text, bench.arrival));
        if (!mapped.get().equals(written.get())) {
            throw new IllegalStateException("The mapping and what is written by hand differ");
        }
        Map<String, Supplier<List<InboundEvent>>> variants =
                Map.of(MAPPED, mapped, BY_HAND, written, ORDERS, () -> shop.read(orders, bench.arrival));
        variants.values().forEach(variant -> bench.measure(variant, settings.warmUp()));
        for (int round = 0; round < settings.rounds(); round++) {
            variants.forEach((name, variant) -> report.add(name, bench.measure(variant, settings.time())));
        }
        report.ratio("mapping: CPU, of that by hand", MAPPED + ": CPU", BY_HAND + ": CPU");
    }

    private Sample measure(Supplier<List<InboundEvent>> variant, Duration time) {
        long end = System.nanoTime() + time.toNanos();
        long done = 0;
        Use before = Use.here();
        long begin = System.nanoTime();
        while (System.nanoTime() < end) {
            for (int i = 0; i < 100; i++) {
                count += variant.get().size();
                done++;
            }
        }
        Sample sample = Sample.of(done, System.nanoTime() - begin, Use.here().since(before));
        if (count == 0) {
            throw new IllegalStateException("Nothing was mapped");
        }
        return sample;
    }

    /// What an adapter in Java does for a text, and looks for in one.
    private static InboundEvent byHand(byte[] bytes, Arrival arrival) {
        JsonNode update = MAPPER.readTree(bytes);
        JsonNode message = update.path("message");
        JsonNode chat = message.path("chat");
        JsonNode from = message.path("from");
        String thread = chat.path("id").asString();
        String id = thread + "/" + message.path("message_id").asString();
        Map<String, String> metadata = new HashMap<>();
        put(metadata, "chatType", chat.path("type"));
        put(metadata, "username", from.path("username"));
        put(metadata, "topic", message.path("message_thread_id"));
        put(metadata, "album", message.path("media_group_id"));
        JsonNode answered = message.path("reply_to_message");
        Header header = new Header(
                arrival.tenant(),
                arrival.channel(),
                arrival.inbox(),
                Direction.INBOUND,
                thread,
                thread,
                Keys.message(id),
                new Sender(
                        Sender.Kind.CONTACT,
                        from.path("id").asString(),
                        (from.path("first_name").asString("") + " "
                                        + from.path("last_name").asString(""))
                                .strip()),
                Instant.ofEpochSecond(message.path("date").asLong()),
                arrival.receivedAt(),
                metadata,
                new Raw("application/json", bytes));
        return new InboundEvent(
                header,
                new Message(
                        id,
                        List.of(new Content.Text(message.path("text").asString())),
                        answered.isMissingNode()
                                ? null
                                : MessageRef.external(thread + "/"
                                        + answered.path("message_id").asString())));
    }

    private static void put(Map<String, String> texts, String name, JsonNode value) {
        if (!value.isMissingNode()) {
            texts.put(name, value.asString());
        }
    }
}
