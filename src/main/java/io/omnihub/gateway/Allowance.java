package io.omnihub.gateway;

/// How much one client may still send: so much at once, and so much a second.
final class Allowance {

    private final double most;
    private final double perNano;
    private double left;
    private long counted;

    Allowance(int burst, int perSecond, long nanos) {
        this.most = burst;
        this.perNano = perSecond / 1e9;
        this.left = burst;
        this.counted = nanos;
    }

    /// Takes one, where there is one.
    boolean take(long nanos) {
        left = Math.min(most, left + (nanos - counted) * perNano);
        counted = nanos;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
