package io.omnihub.webhook;

import io.omnihub.message.Entry;
import io.omnihub.message.TenantId;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Somebody who wants to be told of events by webhooks.
///
/// @param ordered      whether events of one conversation go one after the other
/// @param since        when it came into its state
/// @param failingSince since when every attempt has failed; null where the last one was taken
/// @param revision     grows with each change
record Subscription(
        TenantId tenant,
        String id,
        String name,
        URI url,
        EventFilter filter,
        boolean ordered,
        State state,
        Instant since,
        @Nullable Instant failingSince,
        SigningKeys keys,
        String createdBy,
        Instant createdAt,
        long revision) {

    boolean isOn() {
        return state == State.ON;
    }

    /// Whether it is told of an event, where its labels fit too.
    boolean mayWant(Entry entry) {
        return isOn() && tenant.equals(entry.tenant()) && !entry.storedAt().isBefore(since) && filter.mayWant(entry);
    }

    Subscription with(SigningKeys newKeys) {
        return new Subscription(
                tenant,
                id,
                name,
                url,
                filter,
                ordered,
                state,
                since,
                failingSince,
                newKeys,
                createdBy,
                createdAt,
                revision);
    }

    /// In another state, with what failed before forgotten.
    Subscription with(State newState, Instant now) {
        return new Subscription(
                tenant, id, name, url, filter, ordered, newState, now, null, keys, createdBy, createdAt, revision);
    }

    /// The same under another name or address, or told of other events.
    Subscription with(String newName, URI newUrl, EventFilter newFilter, boolean inOrder) {
        return new Subscription(
                tenant,
                id,
                newName,
                newUrl,
                newFilter,
                inOrder,
                state,
                since,
                failingSince,
                keys,
                createdBy,
                createdAt,
                revision);
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
        FAILED
    }
}
