package io.omnihub.gateway;

/// Which of the two paths a client has come by.
enum Endpoint {
    VISITOR("/ws/visitor"),
    AGENT("/ws/agent");

    private final String path;

    Endpoint(String path) {
        this.path = path;
    }

    String path() {
        return path;
    }
}
