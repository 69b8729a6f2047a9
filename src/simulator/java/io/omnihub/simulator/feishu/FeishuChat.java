package io.omnihub.simulator.feishu;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// A chat of the bot: with one person, or a group.
public final class FeishuChat {

    private static final int MOST_MESSAGES = 10_000;

    private final String id;
    private final String name;
    private final boolean group;
    private final Set<String> members = new LinkedHashSet<>();
    private final Map<String, FeishuMessage> messages = new LinkedHashMap<>() {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, FeishuMessage> eldest) {
            return size() > MOST_MESSAGES;
        }
    };
    private final List<Consumer<FeishuMessage>> listeners = new CopyOnWriteArrayList<>();
    private final Map<String, List<FeishuMessage>> bundles = new HashMap<>();
    private boolean botIn = true;

    FeishuChat(String id, String name, boolean group) {
        this.id = id;
        this.name = name;
        this.group = group;
    }

    public String id() {
        return id;
    }

    public String name() {
        return name;
    }

    boolean isGroup() {
        return group;
    }

    /// The open_ids of the people in it.
    public synchronized List<String> members() {
        return List.copyOf(members);
    }

    /// All that was said in it, in order.
    public synchronized List<FeishuMessage> messages() {
        return new ArrayList<>(messages.values());
    }

    /// What the hub said in it, in order.
    public List<FeishuMessage> received() {
        return messages().stream()
                .filter(message -> message.sender().startsWith("cli_"))
                .toList();
    }

    /// Is told of each message of the hub from now on.
    public void onReceive(Consumer<FeishuMessage> listener) {
        listeners.add(listener);
    }

    /// Whether the bot is a member.
    public synchronized void botIsIn(boolean in) {
        botIn = in;
    }

    synchronized boolean isBotIn() {
        return botIn;
    }

    synchronized void join(String openId) {
        members.add(openId);
    }

    synchronized Optional<FeishuMessage> find(String message) {
        return Optional.ofNullable(messages.get(message));
    }

    synchronized void put(FeishuMessage message) {
        messages.put(message.id(), message);
    }

    /// A message that holds others, said elsewhere.
    synchronized void put(FeishuMessage bundle, List<FeishuMessage> messages) {
        put(bundle);
        bundles.put(bundle.id(), List.copyOf(messages));
    }

    synchronized List<FeishuMessage> bundled(String bundle) {
        return bundles.getOrDefault(bundle, List.of());
    }

    void receives(FeishuMessage message) {
        put(message);
        listeners.forEach(listener -> listener.accept(message));
    }
}
