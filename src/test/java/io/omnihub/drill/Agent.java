package io.omnihub.drill;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/// An agent who follows the conversations of some visitors and, where he is one who writes, answers each message.
final class Agent extends Person {

    private final Supplier<String> tickets;
    private final boolean answers;
    private final Map<String, View> views = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, Integer> written = new HashMap<>();

    /// @param tickets asks a hub for a ticket; may take its time and fail
    Agent(Crowd crowd, List<SocketVisitor> visitors, Supplier<String> tickets, boolean answers) {
        super(crowd);
        this.tickets = tickets;
        this.answers = answers;
        for (SocketVisitor visitor : visitors) {
            views.put(visitor.conversation(), new View(false));
            names.put(visitor.conversation(), visitor.name());
        }
    }

    @Override
    String path() {
        return "/ws/agent";
    }

    @Override
    void hello() {
        Thread.ofVirtual().start(() -> {
            try {
                String ticket = tickets.get();
                crowd.after(0, () -> greet("{\"type\":\"hello\",\"ticket\":\"%s\"}".formatted(ticket)));
            } catch (RuntimeException _) {
                // The hub is away; so will be the socket.
                crowd.after(0, this::cut);
            }
        });
    }

    @Override
    void welcomed(JsonNode welcome) {
        views.keySet().forEach(this::watch);
    }

    private void watch(String conversation) {
        send("{\"type\":\"watch\",\"conversation\":\"%s\",\"after\":%d}"
                .formatted(conversation, views.get(conversation).last()));
    }

    @Override
    void received(JsonNode frame) {
        switch (frame.path("type").asString()) {
            case "entry" -> see(frame.path("entry"));
            case "entries" -> {
                frame.path("entries").forEach(this::see);
                if (frame.path("more").asBoolean()) {
                    watch(frame.path("conversation").asString());
                }
            }
            case "heartbeat" ->
                frame.path("last").properties().forEach(last -> {
                    View view = views.get(last.getKey());
                    if (view != null && last.getValue().asLong() > view.last()) {
                        watch(last.getKey());
                    }
                });
            default -> {
                // Typing, presence, and the list.
            }
        }
    }

    private void see(JsonNode entry) {
        String conversation = entry.path("conversation").asString();
        View view = views.get(conversation);
        if (view == null) {
            witness.surprise("an agent got " + entry);
        } else if (view.lacksBefore(entry)) {
            watch(conversation);
        } else {
            view.take(entry)
                    .flatMap(Word::parse)
                    .filter(word -> answers && word.kind() == Word.Kind.MESSAGE)
                    .ifPresent(word -> answer(conversation, word));
        }
    }

    private void answer(String conversation, Word message) {
        crowd.arrived(message);
        int number = written.merge(conversation, 1, Integer::sum);
        Word word = new Word(Word.Kind.REPLY, names.get(conversation), number);
        say(
                word,
                ("{\"type\":\"command\",\"clientId\":\"%%s\",\"conversation\":\"%s\","
                                + "\"command\":{\"type\":\"reply\",\"parts\":[{\"type\":\"text\",\"text\":\"%s\"}]}}")
                        .formatted(conversation, word.text()));
    }

    /// Asks for all that there is, again and again.
    void askForMuch(int times) {
        List<String> conversations = List.copyOf(views.keySet());
        for (int i = 0; i < times; i++) {
            send("{\"type\":\"fetch\",\"conversation\":\"%s\",\"after\":0,\"limit\":200}"
                    .formatted(conversations.get(i % conversations.size())));
        }
    }

    Map<String, View> views() {
        return views;
    }

    @Override
    public String toString() {
        return answers ? "an agent" : "the agent who does not read";
    }
}
