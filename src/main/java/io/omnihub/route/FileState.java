package io.omnihub.route;

import io.omnihub.yaml.Problem;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is known of one file.
///
/// @param active   what runs of it; null where nothing does
/// @param hash     of what lies in the folder, as far as it could be read; null where nothing does
/// @param findings why that does not run; empty where it does
/// @param since    when this began
record FileState(@Nullable Active active, @Nullable String hash, List<Problem> findings, Instant since) {

    FileState {
        findings = List.copyOf(findings);
    }

    boolean isRefused() {
        return !findings.isEmpty();
    }
}
