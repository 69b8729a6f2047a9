package io.omnihub.channel.declared;

import io.omnihub.yaml.Problem;

/// A file that declares no channel as it stands. Its message says where and why, and repeats no value of the file.
final class RefusedFileException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    /// @param line from 1; 0 where it is the file as a whole
    RefusedFileException(String file, int line, String reason) {
        this(new Problem(file, line, reason));
    }

    RefusedFileException(Problem problem) {
        super(problem.toString());
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }
}
