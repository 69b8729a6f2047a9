package io.omnihub.drill;

import tools.jackson.databind.JsonNode;

/// A visitor of a site, who writes one message after the other and reads the answers.
final class SocketVisitor extends Person {

    private final String name;
    private final String token;
    private final String conversation;
    private final View view = new View(true);
    private String epoch = "";
    private int written;

    /// @param admission the hub's answer to who asked to be a visitor
    SocketVisitor(Crowd crowd, String name, JsonNode admission) {
        super(crowd);
        this.name = name;
        this.token = admission.path("token").asString();
        this.conversation = admission.path("conversation").asString();
    }

    @Override
    String path() {
        return "/ws/visitor";
    }

    @Override
    void hello() {
        greet("{\"type\":\"hello\",\"token\":\"%s\"%s}"
                .formatted(token, epoch.isEmpty() ? "" : ",\"epoch\":\"" + epoch + "\",\"after\":" + view.last()));
    }

    @Override
    void welcomed(JsonNode welcome) {
        epoch = welcome.path("epoch").asString();
    }

    @Override
    void received(JsonNode frame) {
        switch (frame.path("type").asString()) {
            case "entry" -> see(frame.path("entry"));
            case "entries" -> {
                frame.path("entries").forEach(this::see);
                if (frame.path("more").asBoolean()) {
                    fetch();
                }
            }
            case "heartbeat" -> {
                if (frame.path("last").path(conversation).asLong() > view.last()) {
                    fetch();
                }
            }
            default -> {
                // Typing and presence.
            }
        }
    }

    private void see(JsonNode entry) {
        if (view.lacksBefore(entry)) {
            fetch();
        } else {
            view.take(entry);
        }
    }

    private void fetch() {
        send("{\"type\":\"fetch\",\"after\":%d,\"limit\":200}".formatted(view.last()));
    }

    void write() {
        Word word = new Word(Word.Kind.MESSAGE, name, ++written);
        say(
                word,
                "{\"type\":\"send\",\"clientId\":\"%%s\",\"parts\":[{\"type\":\"text\",\"text\":\"%s\"}]}"
                        .formatted(word.text()));
    }

    String name() {
        return name;
    }

    String conversation() {
        return conversation;
    }

    View view() {
        return view;
    }

    @Override
    public String toString() {
        return name;
    }
}
