package io.omnihub.loop;

import java.time.Instant;

/// A loop as an operator sees it.
record Managed(Loop loop) implements LoopMXBean {

    @Override
    public String getState() {
        return loop.state().name();
    }

    @Override
    public boolean isFailing() {
        return loop.isFailing();
    }

    @Override
    public String getFailingSince() {
        return loop.failingSince().map(Instant::toString).orElse("");
    }

    @Override
    public String getLastFailure() {
        return loop.lastFailure();
    }

    @Override
    public long getSteps() {
        return loop.steps();
    }

    @Override
    public void pause() {
        loop.pause();
    }

    @Override
    public void resume() {
        loop.resume();
    }

    @Override
    public void runNow() {
        loop.runNow();
    }
}
