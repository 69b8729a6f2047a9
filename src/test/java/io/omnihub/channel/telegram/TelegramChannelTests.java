package io.omnihub.channel.telegram;

import io.omnihub.channel.ChannelCases;
import io.omnihub.simulator.platform.Callback;
import io.omnihub.simulator.platform.Pushed;
import io.omnihub.simulator.platform.SimulatedPlatform;
import io.omnihub.simulator.telegram.TelegramSimulator;
import io.omnihub.web.RunningHub;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/// A channel of files alone: its route, its mapping and its declaration, as the distribution has them.
final class TelegramChannelTests implements ChannelCases {

    private static final byte[] PNG = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/q842iQAAAABJRU5ErkJggg==");

    private static TelegramSimulator telegram;
    private static RunningHub hub;

    @BeforeAll
    static void open(@TempDir Path data) throws IOException {
        telegram = new TelegramSimulator("12345:AA-token", "s3cret_token", Clock.systemUTC());
        Files.createDirectories(data.resolve("channels"));
        Files.writeString(
                data.resolve("channels/telegram.yaml"),
                Files.readString(Path.of("config/channels/telegram.example.yaml"))
                        .replace("https://api.telegram.org", telegram.apiUrl()));
        hub = RunningHub.startBare(
                data, SOON, "--TELEGRAM_BOT_TOKEN=12345:AA-token", "--TELEGRAM_BOT_SECRET=s3cret_token");
        telegram.pushesTo(URI.create(hub.address + "/channels/telegram/telegram-bot"));
    }

    @AfterAll
    static void close() {
        hub.close();
        telegram.close();
    }

    @Override
    public RunningHub hub() {
        return hub;
    }

    @Override
    public String channel() {
        return "telegram";
    }

    @Override
    public String inbox() {
        return "telegram-bot";
    }

    @Override
    public String newCustomer() {
        return Long.toString(ThreadLocalRandom.current().nextLong(1L << 33, 1L << 52));
    }

    @Override
    public Callback text(String customer, String id, String text) {
        return telegram.update("message", message(customer, id).put("text", text));
    }

    @Override
    public Map<String, Supplier<Pushed>> others(String customer) {
        Map<String, Supplier<Pushed>> others = new LinkedHashMap<>();
        put(others, customer, "image", message -> message.putArray("photo").add(telegram.file("photo", PNG)));
        put(
                others,
                customer,
                "voice",
                message -> message.set(
                        "voice", telegram.file("voice", bytes("OggS and more")).put("duration", 3)));
        put(
                others,
                customer,
                "video",
                message -> message.set(
                        "video", telegram.file("video", bytes("....ftypisom")).put("duration", 3)));
        put(
                others,
                customer,
                "file",
                message -> message.set(
                        "document", telegram.file("document", bytes("x")).put("file_name", "договор.txt")));
        put(others, customer, "sticker", message -> message.set("sticker", telegram.file("sticker", PNG)));
        put(
                others,
                customer,
                "location",
                message ->
                        message.putObject("location").put("latitude", 31.2304).put("longitude", 121.4737));
        put(
                others,
                customer,
                "contact-card",
                message -> message.putObject("contact").put("first_name", "Ada").put("phone_number", "+1555"));
        return others;
    }

    private static void put(
            Map<String, Supplier<Pushed>> others, String customer, String kind, Consumer<ObjectNode> filled) {
        others.put(kind, () -> {
            ObjectNode message = message(customer, "0");
            filled.accept(message);
            return telegram.deliver(telegram.update("message", message));
        });
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public Callback unknown(String customer) {
        ObjectNode message = message(customer, "0");
        message.putObject("hologram").put("depth", 3);
        return telegram.update("message", message);
    }

    @Override
    public Callback malformed() {
        return telegram.sealed("{\"update_id\": ");
    }

    @Override
    public Map<String, Callback> untrusted(String customer) {
        Callback right = text(customer, "7", "forged");
        Map<String, String> wrong = new HashMap<>(right.headers());
        wrong.put("X-Telegram-Bot-Api-Secret-Token", "s3cret_tokem");
        Map<String, String> none = new HashMap<>(right.headers());
        none.remove("X-Telegram-Bot-Api-Secret-Token");
        return Map.of("wrong", new Callback("", wrong, right.body()), "none", new Callback("", none, right.body()));
    }

    @Override
    public String anything(int number) {
        Callback right = text(newCustomer(), Integer.toString(number + 1), "text " + number);
        return number % 5 == 0 ? "{\"cut\": " + number : new String(right.body(), StandardCharsets.UTF_8);
    }

    @Override
    public Callback seal(String push) {
        return telegram.sealed(push);
    }

    @Override
    public Collection<Callback> echoes(String customer) {
        ObjectNode echo = message(customer, "0").put("text", "echo");
        echo.set("from", telegram.person(1, true));
        return List.of(telegram.update("message", echo));
    }

    @Override
    public SimulatedPlatform platform() {
        return telegram;
    }

    @Override
    public int never() {
        return 403;
    }

    @Override
    public boolean repeats() {
        return true;
    }

    @Override
    public boolean hasTokens() {
        return false;
    }

    @Override
    public List<String> received(String customer) {
        return telegram.sent(Long.parseLong(customer)).stream()
                .map(message -> message.path("text").asString(""))
                .toList();
    }

    @Override
    public List<byte[]> files(String customer) {
        return telegram.sent(Long.parseLong(customer)).stream()
                .flatMap(message -> message.findValuesAsString("file_id").stream())
                .map(telegram::media)
                .toList();
    }

    @Override
    public Group group(int members) {
        long chat = -ThreadLocalRandom.current().nextLong(1L << 33, 1L << 52);
        return new Group(Long.toString(chat), (member, text) -> {
            ObjectNode said = telegram.message(chat, 0).put("text", text);
            said.set("from", telegram.person(1_000L + member, false));
            ((ObjectNode) said.path("chat")).put("type", "supergroup").put("title", "Dealers");
            return telegram.update("message", said);
        });
    }

    @Override
    public Pushed presses(String customer, String label, String value) {
        return telegram.press(Long.parseLong(customer), label);
    }

    private static ObjectNode message(String customer, String id) {
        return telegram.message(Long.parseLong(customer), Long.parseLong(id));
    }
}
