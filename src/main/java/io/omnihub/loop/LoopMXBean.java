package io.omnihub.loop;

/// What an operator sees of a loop, and can have it do.
public interface LoopMXBean {

    /// `STOPPED`, `WORKING`, `RESTING`, `PAUSED` or `ENDED`.
    String getState();

    /// Whether the last steps failed.
    boolean isFailing();

    /// Since when it has been failing; empty where it works.
    String getFailingSince();

    /// What failed last; empty where nothing did.
    String getLastFailure();

    /// How many steps it has begun since the start.
    long getSteps();

    /// Has it run no further step.
    void pause();

    /// Has it go on.
    void resume();

    /// Has it run the next step at once, also where it is paused.
    void runNow();
}
