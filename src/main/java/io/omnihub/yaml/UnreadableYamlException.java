package io.omnihub.yaml;

/// A text is no YAML, or more than is read of one.
public final class UnreadableYamlException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    UnreadableYamlException(Problem problem) {
        super(problem.toString());
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
