package io.omnihub.identity;

import io.omnihub.message.InvalidMessageException;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How long a browser stays logged in.
///
/// @param idle         after so long without a request a login ends
/// @param longest      after so long a login ends anyway
/// @param secureCookie send the cookie over https only, even where the request came to the hub by http
@ConfigurationProperties("omnihub.login")
record LoginProperties(
        @DefaultValue("12h") Duration idle,
        @DefaultValue("7d") Duration longest,
        @DefaultValue("false") boolean secureCookie) {

    LoginProperties {
        check("omnihub.login.idle", idle);
        check("omnihub.login.longest", longest);
    }

    private static void check(String setting, Duration value) {
        if (!value.isPositive()) {
            throw new InvalidMessageException(setting, "must be longer than nothing");
        }
    }
}
