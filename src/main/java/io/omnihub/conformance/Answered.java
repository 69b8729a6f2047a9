package io.omnihub.conformance;

/// What a platform's call was answered.
///
/// @param status of HTTP; 0 where nothing came in time
public record Answered(int status, String body) {

    private static final int OK = 200;
    private static final int REDIRECTION = 300;

    public boolean isTaken() {
        return status >= OK && status < REDIRECTION;
    }
}
