package io.omnihub.gateway;

/// Which of the two paths a client has come by.
enum Role {
    VISITOR("/ws/visitor", 1),
    AGENT("/ws/agent", 10);

    /// So many seconds' worth of frames may come at once.
    private static final int BURST_SECONDS = 5;

    private final String path;
    private final int share;

    /// @param share how many times as much as a visitor it may send
    Role(String path, int share) {
        this.path = path;
        this.share = share;
    }

    String path() {
        return path;
    }

    /// A fresh limit on the frames of one connection.
    ///
    /// @param framesPerSecond what a visitor may send
    Allowance allowance(int framesPerSecond, long nanos) {
        int perSecond = share * framesPerSecond;
        return new Allowance(BURST_SECONDS * perSecond, perSecond, nanos);
    }
}
