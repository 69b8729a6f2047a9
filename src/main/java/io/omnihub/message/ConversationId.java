package io.omnihub.message;

/// The id of a contact's lasting thread in an inbox: a UUID of version 8, made from the inbox and the external
/// thread or user id with the tenant's key, never looked up.
public record ConversationId(String value) {

    public ConversationId {
        Check.id("value", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
