package io.omnihub.route;

import io.omnihub.channel.declared.RefusedChannelFile;
import io.omnihub.yaml.Problem;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a route file does, or a refused file of a channel.
///
/// @param file     its path in the folder of routes; `channels/<name>` for that of a channel
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

    /// A channel's file has no routes; it is shown only where it is wrong.
    static RouteStatus of(RefusedChannelFile channel) {
        Problem problem = channel.problem();
        String name = "channels/" + problem.file();
        return new RouteStatus(
                name,
                channel.isKept() ? State.KEPT : State.REFUSED,
                null,
                List.of(),
                List.of(new Problem(name, problem.line(), problem.reason())),
                channel.since());
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
