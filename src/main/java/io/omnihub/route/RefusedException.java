package io.omnihub.route;

import java.util.List;
import java.util.stream.Collectors;

/// A file can't be used; what ran before goes on, unless it says otherwise.
final class RefusedException extends Exception {

    private static final long serialVersionUID = 1;

    private final transient List<Finding> findings;

    private final boolean lost;

    RefusedException(List<Finding> findings) {
        this(findings, false);
    }

    /// @param lost whether what ran before has ended all the same
    RefusedException(List<Finding> findings, boolean lost) {
        super(findings.stream().map(Finding::toString).collect(Collectors.joining("; ")));
        this.findings = List.copyOf(findings);
        this.lost = lost;
    }

    RefusedException(Finding finding) {
        this(List.of(finding));
    }

    boolean isLost() {
        return lost;
    }

    List<Finding> findings() {
        return findings;
    }
}
