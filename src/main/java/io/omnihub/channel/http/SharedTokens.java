package io.omnihub.channel.http;

import io.omnihub.message.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Keeps access tokens where all nodes of the hub find them, and lets one node at a time ask for another one.
public interface SharedTokens {

    /// The last one that was shared, be it over or not.
    ///
    /// @param name of the channel and the app that it is for
    Optional<Held> find(TenantId tenant, String name);

    /// Takes the right to ask the platform, unless another has it.
    ///
    /// @param longest after so long the right is free again, whatever became of its holder
    Optional<Turn> turn(TenantId tenant, String name, Duration longest);

    /// A token and when to ask for the next one.
    record Held(String value, Instant renewAt) {

        /// Without the token.
        @Override
        public String toString() {
            return "Held[" + renewAt + "]";
        }
    }

    /// The right to ask, which ends with it.
    interface Turn extends AutoCloseable {

        /// Shares what was granted.
        ///
        /// @return whether the turn still held; if not, another one's token may have ended this one's life
        boolean share(Held held);

        @Override
        void close();
    }
}
