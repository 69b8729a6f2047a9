package io.omnihub.identity;

import java.util.Arrays;
import java.util.Locale;

/// What an account or a program may do, as [Permissions] says.
public enum Role {
    /// Runs the installation; may do everything.
    ADMIN,
    /// Leads agents.
    SUPERVISOR,
    /// Answers customers.
    AGENT,
    /// Watches over the machinery, and sees no conversations.
    OPERATOR;

    /// The name in the API and in the database.
    public String publicName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Role of(String publicName) {
        return Arrays.stream(values())
                .filter(role -> role.publicName().equals(publicName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("role: must be admin, supervisor, agent or operator"));
    }
}
