package io.omnihub.mapping;

import io.omnihub.yaml.Problem;
/// An input that a mapping can't turn into events, or an answer or message that it can't turn into anything. Its
/// message names file, line, field and the place in the input, and never repeats what stands there.

public final class UnmappableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Problem problem;
    private final String place;
    private final String value;

    UnmappableException(Problem problem, String place, String value) {
        super(problem + (place.isEmpty() ? "" : " (in the input: " + place + ")"));
        this.problem = problem;
        this.place = place;
        this.value = value;
    }

    public Problem problem() {
        return problem;
    }

    /// Where it is in the input: `line 12`, `[3]`; empty where it is the whole.
    public String place() {
        return place;
    }

    /// The value that was found, shortened: for who tries a mapping, never for logs.
    public String value() {
        return value;
    }
}
