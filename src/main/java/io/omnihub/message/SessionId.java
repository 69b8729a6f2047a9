package io.omnihub.message;

/// The id of one stretch of service in a conversation; opaque.
public record SessionId(String value) {

    public SessionId {
        Check.id("value", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
