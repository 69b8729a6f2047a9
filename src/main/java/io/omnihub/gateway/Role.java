package io.omnihub.gateway;

/// Which of the two paths a client has come by.
enum Role {
    VISITOR("/ws/visitor"),
    AGENT("/ws/agent");

    private final String path;

    Role(String path) {
        this.path = path;
    }

    String path() {
        return path;
    }
}
