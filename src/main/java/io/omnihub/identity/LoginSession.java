package io.omnihub.identity;

/// A browser that is logged in.
///
/// @param id                 stays while the login lasts; no secret
/// @param csrf               what each request that changes something must show
/// @param mustChangePassword until then it may do nothing else
public record LoginSession(String id, String csrf, boolean mustChangePassword) {

    @Override
    public String toString() {
        return id;
    }
}
