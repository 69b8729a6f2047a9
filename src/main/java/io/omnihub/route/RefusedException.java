package io.omnihub.route;

import java.util.List;
import java.util.stream.Collectors;

/// A file can't be used; what ran before goes on.
final class RefusedException extends Exception {

    private static final long serialVersionUID = 1;

    private final transient List<Finding> findings;

    RefusedException(List<Finding> findings) {
        super(findings.stream().map(Finding::toString).collect(Collectors.joining("; ")));
        this.findings = List.copyOf(findings);
    }

    RefusedException(Finding finding) {
        this(List.of(finding));
    }

    List<Finding> findings() {
        return findings;
    }
}
