package io.omnihub.message;

/// The id of one customer company of an installation.
public record TenantId(String value) {

    /// The tenant of an installation that serves one company.
    public static final TenantId DEFAULT = new TenantId("default");

    public TenantId {
        Check.slug("value", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
