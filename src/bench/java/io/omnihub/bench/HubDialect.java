package io.omnihub.bench;

import io.omnihub.web.Api;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/// The gateway's, in JSON: see docs/websocket.md.
final class HubDialect implements Dialect {

    /// From one address.
    private static final int ADMITTED_AT_ONCE = 50;

    private static final AtomicInteger ADMITTED = new AtomicInteger();

    private final Api api;
    private final int agents;
    private final List<String> tokens;
    private final List<String> conversations;

    /// Has visitors admitted, who each say a word, so that there is a conversation to follow.
    HubDialect(Api api, int visitors, int agents) {
        this(
                api,
                IntStream.range(0, visitors)
                        .mapToObj(number -> greeted(api, number))
                        .toList(),
                agents);
    }

    private HubDialect(Api api, List<JsonNode> admissions, int agents) {
        this.api = api;
        this.agents = agents;
        tokens = admissions.stream()
                .map(admission -> admission.path("token").asString())
                .toList();
        conversations = admissions.stream()
                .map(admission -> admission.path("conversation").asString())
                .toList();
    }

    /// Visitors who say nothing.
    static HubDialect silent(Api api, int visitors) {
        return new HubDialect(
                api, IntStream.range(0, visitors).mapToObj(_ -> admit(api)).toList(), 1);
    }

    private static JsonNode admit(Api api) {
        Api anybody = new Api(api.address(), "");
        int group = ADMITTED.getAndIncrement() / ADMITTED_AT_ONCE;
        String address = "10.0.%d.%d".formatted(group / 200, 1 + group % 200);
        Api.Answer admitted = anybody.post("/api/v1/visitors", "{\"site\":\"bench\"}", "X-Forwarded-For", address);
        if (admitted.status() != 201) {
            throw new IllegalStateException("a visitor was not admitted: " + admitted.text());
        }
        return admitted.json();
    }

    private static JsonNode greeted(Api api, int number) {
        JsonNode admission = admit(api);
        Api visitor =
                new Api(api.address(), "Visitor " + admission.path("token").asString());
        String hello = "{\"clientId\":\"bench-hello-%08d\",\"parts\":[{\"type\":\"text\",\"text\":\"Hello\"}]}"
                .formatted(number);
        Api.Answer said = visitor.post("/api/v1/visitor/messages", hello);
        while (said.status() == 503) {
            // The machine is too busy with other work.
            said = visitor.post("/api/v1/visitor/messages", hello);
        }
        if (said.status() / 100 != 2) {
            throw new IllegalStateException("a visitor was not heard: " + said.text());
        }
        return admission;
    }

    @Override
    public String path(boolean agent) {
        return agent ? "/ws/agent" : "/ws/visitor";
    }

    @Override
    public String subprotocol() {
        return "omnihub.v1.json";
    }

    @Override
    public String hello(boolean agent, int number) {
        return agent
                ? "{\"type\":\"hello\",\"ticket\":\"%s\"}"
                        .formatted(api.post("/api/v1/tickets", "{}")
                                .json()
                                .path("ticket")
                                .asString())
                : "{\"type\":\"hello\",\"token\":\"%s\"}".formatted(tokens.get(number));
    }

    @Override
    public List<String> afterWelcome(boolean agent, int number) {
        return agent
                ? IntStream.range(0, conversations.size())
                        .filter(visitor -> visitor % agents == number)
                        .mapToObj(visitor -> "{\"type\":\"watch\",\"conversation\":\"%s\",\"after\":1000000}"
                                .formatted(conversations.get(visitor)))
                        .toList()
                : List.of();
    }

    @Override
    public String frame(Marker marker) {
        String id = TimeOrdered.id();
        String parts = "\"parts\":[{\"type\":\"text\",\"text\":\"" + marker.text(SocketLoad.TEXT) + "\"}]";
        return marker.answer()
                ? "{\"type\":\"command\",\"clientId\":\"" + id + "\",\"conversation\":\""
                        + conversations.get(marker.visitor()) + "\",\"command\":{\"type\":\"reply\"," + parts + "}}"
                : "{\"type\":\"send\",\"clientId\":\"" + id + "\"," + parts + "}";
    }
}
