package io.omnihub.channel.poll;

import io.omnihub.channel.MalformedMessageException;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/// What was fetched from an inbox, on its way along the route.
///
/// @param receivedAt when the hub got it
/// @param bytes      as they came
public record Fetched(TenantId tenant, InboxId inbox, Instant receivedAt, Bytes bytes) {

    /// Headers by which `hub:deadletter` knows whose bytes it gets, and a replay whose it has.
    static final String TENANT = "HubTenant";

    static final String INBOX = "HubInbox";

    private static final String PROPERTY = "HubFetched";

    /// What this exchange carries.
    ///
    /// @throws IllegalStateException where it carries none
    public static Fetched of(Exchange exchange) {
        Fetched fetched = exchange.getProperty(PROPERTY, Fetched.class);
        if (fetched == null) {
            throw new IllegalStateException("nothing was fetched on this exchange");
        }
        return fetched;
    }

    void on(Exchange exchange) {
        exchange.setProperty(PROPERTY, this);
        Message message = exchange.getMessage();
        message.setHeader(TENANT, tenant.value());
        message.setHeader(INBOX, inbox.value());
        message.setBody(this);
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

    /// Reads what was fetched into the platform's own record. A channel offers one as the bean `<channel>Native`.
    @FunctionalInterface
    public interface Reader<N> {

        /// @throws MalformedMessageException where it can't be understood
        N read(Fetched fetched) throws IOException;
    }
}
