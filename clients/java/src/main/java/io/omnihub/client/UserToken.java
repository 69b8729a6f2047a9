package io.omnihub.client;

import java.io.IOException;

/// Asks the app's own server for a JWT that it signed with the site's secret, which says who the user is. Asked where
/// the hub wants to know it, which is about once a week; never sign in the app, since whoever has the secret can be
/// anybody.
public interface UserToken {

    /// @return a JWT that is good for an hour at most
    String get() throws IOException;
}
