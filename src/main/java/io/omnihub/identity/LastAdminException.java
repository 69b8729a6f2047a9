package io.omnihub.identity;

/// Thrown where a change would leave a tenant without anybody who can administer it.
public final class LastAdminException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LastAdminException() {
        super("the tenant must keep one admin who is not disabled", null, false, false);
    }
}
