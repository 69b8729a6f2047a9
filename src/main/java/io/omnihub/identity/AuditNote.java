package io.omnihub.identity;

import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// What the audit shall tell, without secrets and texts of messages.
///
/// @param who    as [Caller#who] says; empty where nobody had logged in
/// @param target the id or name of what it was done to
public record AuditNote(String who, AuditAction action, String target, Map<String, String> details) {

    private static final JsonMapper JSON = new JsonMapper();

    public AuditNote {
        details = Map.copyOf(details);
    }

    public AuditNote(String who, AuditAction action, String target) {
        this(who, action, target, Map.of());
    }

    /// The details, in an order that does not change.
    String json() {
        return json(details);
    }

    static String json(Map<String, String> details) {
        try {
            return JSON.writeValueAsString(new TreeMap<>(details));
        } catch (JacksonException e) {
            throw new IllegalStateException("Texts can always be written", e);
        }
    }
}
