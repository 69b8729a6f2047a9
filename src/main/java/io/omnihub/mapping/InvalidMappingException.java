package io.omnihub.mapping;

import java.util.List;
import java.util.stream.Collectors;

/// A mapping's file that can't be used, with all that is wrong in it.
public final class InvalidMappingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<MappingProblem> problems;

    /// @param problems at least one, in the order of the file
    InvalidMappingException(List<MappingProblem> problems) {
        super(problems.stream().map(MappingProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public List<MappingProblem> problems() {
        return problems;
    }
}
