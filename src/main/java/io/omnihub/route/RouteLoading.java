package io.omnihub.route;

import io.omnihub.watch.WatchedFolder;

/// Looks at the folder of routes again and again.
final class RouteLoading {

    private final WatchedFolder folder;
    private final RouteFiles files;
    private volatile boolean begun;

    RouteLoading(WatchedFolder folder, RouteFiles files) {
        this.folder = folder;
        this.files = files;
    }

    /// At the start of the hub, when Camel runs.
    synchronized void first() {
        try {
            files.update(folder.lookUntilSettled());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            begun = true;
        }
    }

    /// Whatever was changed since.
    synchronized void step() {
        if (begun) {
            files.update(folder.look());
        }
    }
}
