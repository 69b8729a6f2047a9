package io.omnihub.identity;

/// What an account or a program may do; each role may do all that the next one may.
public enum Role {
    /// Runs the installation.
    ADMIN,
    /// Leads agents.
    SUPERVISOR,
    /// Answers customers.
    AGENT;

    /// The name in the API and in the database.
    public String publicName() {
        return switch (this) {
            case ADMIN -> "admin";
            case SUPERVISOR -> "supervisor";
            case AGENT -> "agent";
        };
    }

    static Role of(String publicName) {
        return switch (publicName) {
            case "admin" -> ADMIN;
            case "supervisor" -> SUPERVISOR;
            case "agent" -> AGENT;
            default -> throw new IllegalArgumentException("role: must be admin, supervisor or agent");
        };
    }
}
