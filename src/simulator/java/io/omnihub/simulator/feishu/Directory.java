package io.omnihub.simulator.feishu;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The people who may use the app, and the chats that the app's bot is in.
final class Directory {

    private final FeishuSimulator platform;
    private final Map<String, FeishuPerson> people = new ConcurrentHashMap<>();
    private final Map<String, FeishuChat> chats = new ConcurrentHashMap<>();
    private final Map<String, FeishuChat> chatsOfPeople = new ConcurrentHashMap<>();

    Directory(FeishuSimulator platform) {
        this.platform = platform;
    }

    FeishuPerson person(String openId, String name) {
        return people.computeIfAbsent(openId, id -> new FeishuPerson(platform, id, name));
    }

    Optional<FeishuPerson> find(String openId) {
        return Optional.ofNullable(people.get(openId));
    }

    String name(String openId) {
        return find(openId).map(FeishuPerson::name).orElse("");
    }

    FeishuChat group(String name) {
        return add(new FeishuChat(FeishuEvents.id("oc_"), name, true));
    }

    FeishuChat chatWith(FeishuPerson person) {
        return chatsOfPeople.computeIfAbsent(person.openId(), openId -> {
            FeishuChat chat = add(new FeishuChat(FeishuEvents.id("oc_"), "", false));
            chat.join(openId);
            return chat;
        });
    }

    Optional<FeishuChat> chat(String id) {
        return Optional.ofNullable(chats.get(id));
    }

    /// The chat that a message stands in.
    Optional<FeishuChat> chatOf(String message) {
        return chats.values().stream()
                .filter(chat -> chat.find(message).isPresent())
                .findFirst();
    }

    private FeishuChat add(FeishuChat chat) {
        chats.put(chat.id(), chat);
        return chat;
    }
}
