package io.omnihub.identity;

import io.omnihub.web.Params;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// What an account or a program may do, as [Permissions] says.
public enum Role {
    /// Runs the installation; may do everything.
    ADMIN,
    /// Leads agents.
    SUPERVISOR,
    /// Answers customers.
    AGENT,
    /// Watches over the machinery, and sees no conversations.
    OPERATOR,
    /// Of a later version: may do nothing here.
    UNKNOWN;

    /// Those that can be given.
    public static final Set<Role> GIVEN = Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(UNKNOWN)));

    /// The name in the API and in the database.
    public String publicName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// As it stands in the database.
    static Role of(String publicName) {
        return Arrays.stream(values())
                .filter(role -> role.publicName().equals(publicName))
                .findFirst()
                .orElse(UNKNOWN);
    }

    /// As somebody asks for it to be given.
    static Role given(String publicName) {
        return Params.constant("role", publicName, GIVEN.toArray(Role[]::new));
    }
}
