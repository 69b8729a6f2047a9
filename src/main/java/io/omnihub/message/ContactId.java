package io.omnihub.message;

/// The id of one person outside; opaque.
public record ContactId(String value) {

    public ContactId {
        Check.id("value", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
