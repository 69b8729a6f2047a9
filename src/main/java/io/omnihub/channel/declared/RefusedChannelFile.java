package io.omnihub.channel.declared;

import io.omnihub.yaml.Problem;
import java.time.Instant;

/// A file of a channel that is refused as it stands.
///
/// @param problem where and why
/// @param isKept  whether what it said before goes on
/// @param since   when this began
public record RefusedChannelFile(Problem problem, boolean isKept, Instant since) {}
