package io.omnihub.errand;

import java.time.Duration;

/// How long a kind's errands are kept after their end, where that is not as long as others.
public record Kept(String kind, Duration time) {}
