package io.omnihub.gateway;

/// Which of the two paths a client has come by.
enum Role {
    VISITOR("/ws/visitor", 100, 20),
    AGENT("/ws/agent", 1_000, 200);

    private final String path;
    private final int burst;
    private final int perSecond;

    Role(String path, int burst, int perSecond) {
        this.path = path;
        this.burst = burst;
        this.perSecond = perSecond;
    }

    String path() {
        return path;
    }

    /// A fresh limit on the frames of one connection.
    Allowance allowance(long nanos) {
        return new Allowance(burst, perSecond, nanos);
    }
}
