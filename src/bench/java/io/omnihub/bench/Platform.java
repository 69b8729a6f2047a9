package io.omnihub.bench;

import io.omnihub.simulator.platform.Callback;
import java.util.List;

/// A platform whose callbacks are measured, with an inbox called `bench` that they go to.
interface Platform extends AutoCloseable {

    /// By which `callbacks=…` chooses.
    List<String> NAMES = List.of("wechat", "feishu");

    /// The 200 characters of each message.
    String TEXT = "x".repeat(200);

    /// @param customers who write on it
    static Platform of(String name, int customers) {
        return switch (name) {
            case "wechat" -> new WeChat();
            case "feishu" -> new Feishu(customers);
            default -> throw new IllegalArgumentException("callbacks: knows " + NAMES + ", not " + name);
        };
    }

    /// As it is called in the report.
    String title();

    /// Where the hub takes its callbacks.
    String path();

    /// What the hub answers to a callback that it has taken.
    String answer();

    /// The settings of the inbox, as arguments of the hub.
    List<String> settings();

    /// Signs and encrypts a message.
    ///
    /// @param id of the message, by which the log is compared
    Callback seal(long id, int customer);

    @Override
    void close();
}
