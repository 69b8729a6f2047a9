package io.omnihub.channel.poll;

import io.omnihub.channel.MalformedMessageException;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/// One thing that was fetched from an inbox. Those that come together go along the route together.
///
/// @param receivedAt when the hub got it
/// @param bytes      as they came
public record Fetched(TenantId tenant, InboxId inbox, Instant receivedAt, Bytes bytes) {

    /// Headers by which `hub:deadletter` knows whose bytes it gets, and a replay whose it has.
    static final String TENANT = "HubTenant";

    static final String INBOX = "HubInbox";

    private static final String PROPERTY = "HubFetched";

    /// What an exchange carries, in its order: of one inbox, and never nothing.
    ///
    /// @throws IllegalStateException where it carries nothing that was fetched
    @SuppressWarnings("unchecked")
    static List<Fetched> on(Exchange exchange) {
        List<Fetched> together = exchange.getProperty(PROPERTY, List.class);
        if (together == null) {
            throw new IllegalStateException("nothing was fetched on this exchange");
        }
        return together;
    }

    /// Has an exchange carry it.
    static void put(Exchange exchange, List<Fetched> together) {
        exchange.setProperty(PROPERTY, together);
        Message message = exchange.getMessage();
        message.setHeader(TENANT, together.getFirst().tenant().value());
        message.setHeader(INBOX, together.getFirst().inbox().value());
        message.setBody(together);
    }

    /// Without what was written.
    @Override
    public String toString() {
        return "Fetched[" + inbox + "]";
    }

    /// Bytes that may be read several times, and need not all be in memory.
    @FunctionalInterface
    public interface Bytes {

        InputStream open() throws IOException;

        /// Those of an array, which nobody changes.
        static Bytes of(byte[] bytes) {
            return () -> new ByteArrayInputStream(bytes);
        }
    }

    /// Reads what was fetched into the platform's own records. A channel offers one as the bean `<channel>Native`.
    public interface Reader<N> {

        /// Reads one thing by itself.
        ///
        /// @throws MalformedMessageException where it can't be understood
        N read(Fetched fetched) throws IOException;

        /// Adds what hangs on those before, such as the thread of each, once all that came together are read.
        ///
        /// @param together what was fetched
        /// @param read     each of it as it was read
        /// @return as many, in the same order
        List<N> placed(List<Fetched> together, List<N> read);
    }
}
