package io.omnihub.message;

/// The id of one connected presence on a channel, unique within its tenant.
public record InboxId(String value) {

    public InboxId {
        Check.slug("value", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
