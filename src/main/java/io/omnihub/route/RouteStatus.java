package io.omnihub.route;

import io.omnihub.yaml.Problem;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a route file does.
///
/// @param file     its path in the folder of routes
/// @param hash     of the version that runs; null where none does
/// @param routes   that run of it
/// @param findings why what lies in the folder is not what runs
/// @param since    when it became so
public record RouteStatus(
        String file, State state, @Nullable String hash, List<String> routes, List<Problem> findings, Instant since) {

    /// What runs, and what does not.
    public enum State {
        /// What lies in the folder runs.
        RUNNING,
        /// What lies in the folder was refused, and the version before it runs.
        KEPT,
        /// It was refused, and nothing of it runs.
        REFUSED
    }

    static RouteStatus of(String name, FileState state) {
        Active active = state.active();
        return new RouteStatus(
                name,
                active == null ? State.REFUSED : state.isRefused() ? State.KEPT : State.RUNNING,
                active == null ? null : active.file().hash(),
                active == null ? List.of() : active.routes(),
                state.findings(),
                state.since());
    }
}
