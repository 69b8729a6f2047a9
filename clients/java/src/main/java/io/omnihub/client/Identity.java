package io.omnihub.client;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Who the user is: by what the app's server signed, or by a token of its own that lasts. Its methods wait for the hub.
final class Identity {

    /// The hub's tokens are good for a week; a clock that is wrong does not matter so.
    private static final long GOOD_FOR = 6 * 24 * 60 * 60 * 1000L;

    private final Http http;
    private final String site;
    private final @Nullable UserToken user;
    private final Store store;
    private final String kept;
    private volatile @Nullable Known known;

    /// A token, and the conversation of who has it.
    static final class Known {
        final String token;
        final String conversation;
        private final long asked = System.nanoTime();

        Known(Map<String, @Nullable Object> answer) {
            this.token = Json.string(answer.get("token"));
            this.conversation = Json.string(answer.get("conversation"));
        }

        boolean isGood() {
            return (System.nanoTime() - asked) / 1_000_000 < GOOD_FOR;
        }
    }

    /// @param kept the name under which an anonymous user's token is kept
    Identity(Http http, String site, @Nullable UserToken user, Store store, String kept) {
        this.http = http;
        this.site = site;
        this.user = user;
        this.store = store;
        this.kept = kept;
    }

    synchronized Known known() throws IOException {
        Known before = known;
        if (before != null && before.isGood()) {
            return before;
        }
        String earlier = user != null
                ? null
                : before != null ? before.token : store.all().get(kept);
        Known fresh = new Known(http.token(site, user == null ? null : user.get(), earlier));
        if (fresh.token.isEmpty()) {
            throw new IOException("the hub's answer holds no token");
        }
        if (user == null) {
            store.put(kept, fresh.token);
        }
        known = fresh;
        return fresh;
    }

    /// The token was not taken: the next one is another. Does not wait.
    void renew() {
        known = null;
    }
}
