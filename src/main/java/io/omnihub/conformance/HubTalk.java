package io.omnihub.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.RouteController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What the cases ask a hub, by its API.
public final class HubTalk {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int CREATED = 201;
    private static final int OK = 200;

    private final HttpClient client;
    private final String address;
    private final String authorization;
    private final CamelContext camel;

    /// @param address       of the hub, such as `http://127.0.0.1:8080`
    /// @param authorization of an administrator
    public HubTalk(HttpClient client, String address, String authorization, CamelContext camel) {
        this.client = client;
        this.address = address;
        this.authorization = authorization;
        this.camel = camel;
    }

    /// Has a route take nothing while something is done.
    void without(String route, Runnable action) {
        RouteController routes = camel.getRouteController();
        try {
            routes.suspendRoute(route);
            try {
                action.run();
            } finally {
                routes.resumeRoute(route);
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the route " + route + " can't be paused", e);
        }
    }

    void reply(String customer, String inbox, String text) {
        reply(customer, inbox, List.of(text(text)));
    }

    /// A file between two texts.
    void reply(String customer, String inbox, String before, String kind, byte[] file, String after) {
        HttpRequest.Builder request =
                request("/api/v1/media?fileName=" + kind).POST(HttpRequest.BodyPublishers.ofByteArray(file));
        Told told = send(request);
        if (told.status != CREATED) {
            throw new CaseFailedException("a file to be taken", told.body);
        }
        ObjectNode part = JsonMapper.shared().createObjectNode().put("type", kind);
        part.set("media", JsonMapper.shared().readTree(told.body));
        reply(customer, inbox, List.of(text(before), part, text(after)));
    }

    private static ObjectNode text(String text) {
        return JsonMapper.shared().createObjectNode().put("type", "text").put("text", text);
    }

    private void reply(String customer, String inbox, List<ObjectNode> parts) {
        String conversation =
                Waiting.untilNotEmpty("a conversation of the customer's", () -> conversation(customer, inbox));
        ObjectNode reply = JsonMapper.shared().createObjectNode();
        reply.putArray("parts").addAll(parts);
        HttpRequest.Builder request = request("/api/v1/conversations/" + conversation + "/replies")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(reply.toString()));
        Told told = send(request);
        if (told.status != CREATED) {
            throw new CaseFailedException("a reply to be taken", told.body);
        }
    }

    /// The texts that a customer wrote, in order.
    List<String> said(String customer, String inbox) {
        return messages(customer, inbox).stream()
                .map(part -> part.path("text").asString(""))
                .toList();
    }

    /// The first part of each message of the customer's, but of what he merely did.
    List<JsonNode> messages(String customer, String inbox) {
        return entries(customer, inbox).stream()
                .filter(entry -> entry.at("/change/type").asString("").equals("message")
                        && entry.path("direction").asString("").equals("inbound"))
                .map(entry -> entry.at("/change/parts/0"))
                .filter(part -> !part.path("type").asString("").equals("system-event"))
                .toList();
    }

    /// How many files of a customer's have been fetched.
    int fetched(String customer, String inbox) {
        return (int) entries(customer, inbox).stream()
                .filter(entry -> entry.at("/change/type").asString("").equals("media-stored"))
                .count();
    }

    private List<JsonNode> entries(String customer, String inbox) {
        List<JsonNode> all = new ArrayList<>();
        String conversation = conversation(customer, inbox);
        for (boolean more = !conversation.isEmpty(); more; ) {
            long last = all.isEmpty() ? 0 : all.getLast().path("sequence").asLong();
            List<JsonNode> next = items("/api/v1/conversations/" + conversation + "/entries?after=" + last);
            all.addAll(next);
            more = !next.isEmpty();
        }
        return all;
    }

    List<JsonNode> deliveries(String customer, String inbox) {
        return items("/api/v1/deliveries?conversation=" + conversation(customer, inbox));
    }

    /// The ids of the newest 100.
    List<String> deadLetters() {
        return items("/api/v1/dead-letters?limit=100").stream()
                .map(letter -> letter.path("id").asString())
                .toList();
    }

    private String conversation(String customer, String inbox) {
        String id = URLEncoder.encode(customer, StandardCharsets.UTF_8);
        for (JsonNode contact : items("/api/v1/contacts?externalId=" + id)) {
            for (JsonNode conversation :
                    items("/api/v1/conversations?contact=" + contact.path("id").asString())) {
                if (conversation.path("inbox").asString("").equals(inbox)) {
                    return conversation.path("id").asString();
                }
            }
        }
        return "";
    }

    private List<JsonNode> items(String path) {
        Told told = send(request(path).GET());
        if (told.status != OK) {
            throw new CaseFailedException("an answer to GET " + path, told.status + " " + told.body);
        }
        return List.copyOf(JsonMapper.shared().readTree(told.body).path("items").values());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address + path))
                .timeout(PATIENCE)
                .header("Authorization", authorization);
    }

    private Told send(HttpRequest.Builder request) {
        try {
            var answer = client.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Told(answer.statusCode(), answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private record Told(int status, String body) {}
}
