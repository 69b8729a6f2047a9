package io.omnihub.webhook;

import io.omnihub.log.LogCursor;
import io.omnihub.message.Entry;
import io.omnihub.message.TenantId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Somebody who wants to be told of events by webhooks.
///
/// @param ordered      whether events of one conversation go one after the other
/// @param since        when it came into its state
/// @param failingSince since when every attempt has failed; null where the last one was taken
/// @param from         how far the log was when it was made or switched on: it is told of what came after
record Subscription(
        TenantId tenant,
        String id,
        String name,
        String url,
        EventFilter filter,
        boolean ordered,
        State state,
        Instant since,
        @Nullable Instant failingSince,
        SigningKeys keys,
        String createdBy,
        Instant createdAt,
        LogCursor from) {

    /// Of a log that nothing was written into.
    static final LogCursor BEGINNING = new LogCursor(0, List.of());

    boolean isOn() {
        return state == State.ON;
    }

    /// Whether it is told of an event, where its labels fit too.
    boolean mayWant(Entry entry) {
        return isOn()
                && tenant.equals(entry.tenant())
                && entry.position() > from.position(entry.partition())
                && filter.mayWant(entry);
    }

    @Override
    public String toString() {
        return "webhook " + id;
    }

    /// Whether it is told of anything.
    enum State {
        ON,
        /// A person has switched it off.
        OFF,
        /// It said itself that it is no more.
        GONE,
        /// It has failed for too long.
        FAILED,
        /// Of a later version: it is told of nothing here.
        UNKNOWN
    }
}
