package io.omnihub.mapping;

import io.omnihub.yaml.Problem;
import java.util.List;
import java.util.stream.Collectors;

/// A mapping's file that can't be used, with all that is wrong in it.
public final class InvalidMappingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /// @param problems at least one, in the order of the file
    InvalidMappingException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
