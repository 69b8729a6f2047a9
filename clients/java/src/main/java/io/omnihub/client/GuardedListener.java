package io.omnihub.client;

import java.io.IOException;

/// The app's listener, whose faults end nothing of what the client is doing.
final class GuardedListener implements Listener {

    private final Listener listener;

    GuardedListener(Listener listener) {
        this.listener = listener;
    }

    @Override
    public void entry(Entry entry) {
        Loop.guarded(() -> listener.entry(entry));
    }

    @Override
    public void unsent(Unsent unsent) {
        Loop.guarded(() -> listener.unsent(unsent));
    }

    @Override
    public void stored(String clientId, long sequence) {
        Loop.guarded(() -> listener.stored(clientId, sequence));
    }

    @Override
    public void connection(ConnectionState state) {
        Loop.guarded(() -> listener.connection(state));
    }

    @Override
    public void typing(String name, boolean stopped) {
        Loop.guarded(() -> listener.typing(name, stopped));
    }

    @Override
    public void agents(boolean online) {
        Loop.guarded(() -> listener.agents(online));
    }

    @Override
    public void storeFailed(IOException problem) {
        Loop.guarded(() -> listener.storeFailed(problem));
    }

    @Override
    public void begins() {
        Loop.guarded(listener::begins);
    }
}
