package io.omnihub.errand;

import java.time.Instant;

/// A call that was made for an errand of several, other than its last one.
///
/// @param number        which of the errand's calls, from 0
/// @param result        what came of it, in the kind's own form
/// @param maybeRepeated whether it may have been made more than once
/// @param progress      how far the errand had come with it, in the kind's own form
public record Called(int number, String result, boolean maybeRepeated, String progress, Instant madeAt) {}
