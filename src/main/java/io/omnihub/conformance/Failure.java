package io.omnihub.conformance;

/// How a platform may fail a call that sends a message.
public enum Failure {
    /// It answers 429.
    BUSY,
    /// It answers 503.
    AWAY,
    /// It answers 200 with a page where its answer should be.
    PAGE,
    /// It takes the call and cuts the connection.
    CUT,
    /// It refuses the message for good, in its own words.
    REFUSED
}
