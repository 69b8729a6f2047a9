package io.omnihub.overload;

import java.time.Duration;
import java.util.Arrays;

/// How many steps are given up, by pressures one after the other: up as far as the pressure says once that has lasted,
/// down one step at a time once it has been well below for a while.
final class Ladder {

    /// Of the pressure at which a step was given up: what lies between keeps it as it is.
    private static final double WELL_BELOW = 0.8;

    private static final long NEVER = Long.MIN_VALUE;

    private final double[] at;
    private final long after;
    private final long calm;

    /// Since when the pressure has been enough for each step.
    private final long[] above;

    private long below = NEVER;
    private int height;

    /// @param at rising, for each step
    Ladder(double[] at, Duration after, Duration calm) {
        this.at = at.clone();
        this.after = after.toNanos();
        this.calm = calm.toNanos();
        above = new long[at.length];
        Arrays.fill(above, NEVER);
    }

    /// @param now by the monotonic clock
    /// @return how many steps are given up from now on
    int next(long now, double pressure) {
        for (int step = 0; step < at.length; step++) {
            if (pressure < at[step]) {
                above[step] = NEVER;
            } else {
                above[step] = above[step] == NEVER ? now : above[step];
                if (step >= height && now - above[step] >= after) {
                    height = step + 1;
                    below = NEVER;
                }
            }
        }
        if (height == 0 || pressure >= WELL_BELOW * at[height - 1]) {
            below = NEVER;
        } else if (below == NEVER) {
            below = now;
        } else if (now - below >= calm) {
            height--;
            below = now;
        }
        return height;
    }
}
