package io.omnihub.route;

import io.omnihub.yaml.Problem;
import java.util.List;
import java.util.stream.Collectors;

/// A file can't be used; what ran before goes on, unless it says otherwise.
final class RefusedException extends Exception {

    private static final long serialVersionUID = 1;

    private final transient List<Problem> findings;

    private final boolean lost;

    RefusedException(List<Problem> findings) {
        this(findings, false);
    }

    /// @param lost whether what ran before has ended all the same
    RefusedException(List<Problem> findings, boolean lost) {
        super(findings.stream().map(Problem::toString).collect(Collectors.joining("; ")));
        this.findings = List.copyOf(findings);
        this.lost = lost;
    }

    RefusedException(Problem finding) {
        this(List.of(finding));
    }

    boolean isLost() {
        return lost;
    }

    List<Problem> findings() {
        return findings;
    }
}
