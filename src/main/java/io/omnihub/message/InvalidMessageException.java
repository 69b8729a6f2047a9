package io.omnihub.message;

/// Thrown where a unified message, event or command breaks a rule of the model. Names the field by its path
/// (`message.parts[0].latitude`) and never repeats a text, since messages of this exception reach logs.
public final class InvalidMessageException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String field;
    private final String problem;

    public InvalidMessageException(String field, String problem) {
        super(field + ": " + problem);
        this.field = field;
        this.problem = problem;
    }

    /// The path of the field that is wrong.
    public String field() {
        return field;
    }

    /// What is wrong with it, without its value.
    public String problem() {
        return problem;
    }

    /// The same problem, seen from one level further out.
    ///
    /// @param parent the field that holds the object in which the problem was found
    public InvalidMessageException within(String parent) {
        return new InvalidMessageException(parent + "." + field, problem);
    }
}
