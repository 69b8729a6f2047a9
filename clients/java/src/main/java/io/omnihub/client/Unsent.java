package io.omnihub.client;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What was written and is not yet known to be stored.
public final class Unsent {

    private final String clientId;
    private final List<Part> parts;
    private final long at;
    private final @Nullable Problem problem;

    Unsent(String clientId, List<Part> parts, long at, @Nullable Problem problem) {
        this.clientId = clientId;
        this.parts = parts;
        this.at = at;
        this.problem = problem;
    }

    /// The id that [OmniHubClient#send] gave.
    public String clientId() {
        return clientId;
    }

    public List<Part> parts() {
        return parts;
    }

    /// When it was written, in milliseconds since 1970; grows from one to the next.
    public long at() {
        return at;
    }

    /// Why it will not be sent by itself; null while it waits for its turn.
    public @Nullable Problem problem() {
        return problem;
    }

    Unsent at(long at) {
        return new Unsent(clientId, parts, at, problem);
    }

    Unsent failed(Problem problem) {
        return new Unsent(clientId, parts, at, problem);
    }

    /// As it goes to the hub.
    Map<String, @Nullable Object> frame() {
        return message("send");
    }

    /// As it is kept.
    String kept() {
        Map<String, @Nullable Object> all = message("send");
        all.put("at", at);
        if (problem != null) {
            all.put("code", problem.code());
            all.put("reason", problem.reason());
            all.put("doubtful", problem.isDoubtful());
        }
        return Json.write(all);
    }

    /// Reads what was [kept][#kept].
    ///
    /// @throws IllegalArgumentException where it is damaged
    static Unsent read(String kept) {
        Map<String, @Nullable Object> all = Json.readObject(kept);
        List<Part> parts = new ArrayList<>();
        for (Map<String, @Nullable Object> part : Json.objects(all.get("parts"))) {
            parts.add(Part.of(part));
        }
        String clientId = Json.string(all.get("clientId"));
        if (clientId.isEmpty() || parts.isEmpty()) {
            throw new IllegalArgumentException("no message");
        }
        String code = Json.string(all.get("code"));
        Problem problem = code.isEmpty()
                ? null
                : new Problem(code, Json.string(all.get("reason")), Boolean.TRUE.equals(all.get("doubtful")));
        return new Unsent(clientId, parts, Json.number(all.get("at")), problem);
    }

    private Map<String, @Nullable Object> message(String type) {
        List<Object> said = new ArrayList<>();
        for (Part part : parts) {
            said.add(part.fields());
        }
        Map<String, @Nullable Object> frame = new LinkedHashMap<>();
        frame.put("type", type);
        frame.put("clientId", clientId);
        frame.put("parts", said);
        return frame;
    }

    @Override
    public String toString() {
        return "Unsent[" + clientId + (problem == null ? "" : " " + problem) + "]";
    }
}
