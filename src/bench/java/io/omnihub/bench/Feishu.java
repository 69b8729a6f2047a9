package io.omnihub.bench;

import io.omnihub.simulator.feishu.FeishuApp;
import io.omnihub.simulator.feishu.FeishuSimulator;
import io.omnihub.simulator.platform.Callback;
import java.time.Clock;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Feishu's events of version 2.0, encrypted and signed: messages of people to the bot alone. The hub asks the
/// simulator what they are called, once for each.
final class Feishu implements Platform {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final FeishuSimulator simulator = new FeishuSimulator(FeishuApp.sample(), Clock.systemUTC());

    Feishu(int customers) {
        IntStream.range(0, customers).forEach(customer -> simulator.person(openId(customer), "Person " + customer));
    }

    @Override
    public String title() {
        return "Feishu";
    }

    @Override
    public String path() {
        return "/channels/feishu/bench";
    }

    @Override
    public String answer() {
        return "{}";
    }

    @Override
    public List<String> settings() {
        FeishuApp app = simulator.app();
        String inbox = "--omnihub.channels.feishu.inboxes.bench.";
        return List.of(
                inbox + "app-id=" + app.appId(),
                inbox + "secret=" + app.secret(),
                inbox + "verification-token=" + app.verificationToken(),
                inbox + "encrypt-key=" + app.encryptKey(),
                inbox + "api-url=" + simulator.apiUrl());
    }

    @Override
    public Callback seal(long id, int customer) {
        String tenant = simulator.app().tenantKey();
        String now = Long.toString(Clock.systemUTC().millis());
        ObjectNode event = JSON.createObjectNode();
        ObjectNode sender = event.putObject("sender").put("sender_type", "user").put("tenant_key", tenant);
        sender.putObject("sender_id")
                .put("union_id", "on_%032d".formatted(customer))
                .put("user_id", "u%07d".formatted(customer))
                .put("open_id", openId(customer));
        event.putObject("message")
                .put("message_id", "om_%032d".formatted(id))
                .put("create_time", now)
                .put("update_time", now)
                .put("chat_id", "oc_%032d".formatted(customer))
                .put("chat_type", "p2p")
                .put("message_type", "text")
                .put("content", JSON.createObjectNode().put("text", TEXT).toString());
        return simulator.seal(simulator.event("im.message.receive_v1", event));
    }

    private static String openId(int customer) {
        return "ou_%032d".formatted(customer);
    }

    @Override
    public void close() {
        simulator.close();
    }
}
