package io.omnihub.channel.callback;

import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.NoSuchHeaderException;
import org.apache.camel.support.ExchangeHelper;
import org.jspecify.annotations.Nullable;

/// A genuine call on its way along the route.
///
/// @param inbox      whose it is
/// @param raw        the bytes that were proved genuine, decrypted
/// @param receivedAt when it came
/// @param started    the same by [System#nanoTime()]
/// @param message    the platform's own record, as its [NativeReader] read it; null before, and where it can't be read
@SuppressWarnings("ArrayRecordComponent")
public record Callback(
        TenantId tenant,
        InboxId inbox,
        byte[] raw,
        Instant receivedAt,
        long started,
        @Nullable Object message) {

    /// Headers by which `hub:deadletter` knows whose bytes it gets, and a replay whose it has.
    private static final String TENANT = "HubTenant";

    private static final String INBOX = "HubInbox";

    private static final String PROPERTY = "HubCallback";

    static Callback of(CallbackRequest request, Proved.Genuine genuine) {
        return new Callback(
                genuine.inbox().tenant(),
                genuine.inbox().id(),
                genuine.raw(),
                request.receivedAt(),
                request.started(),
                null);
    }

    /// The bytes of a dead letter.
    static Callback replayed(Exchange exchange, Instant now) throws NoSuchHeaderException, InvalidPayloadException {
        return new Callback(
                new TenantId(ExchangeHelper.getMandatoryHeader(exchange, TENANT, String.class)),
                new InboxId(ExchangeHelper.getMandatoryHeader(exchange, INBOX, String.class)),
                exchange.getMessage().getMandatoryBody(byte[].class),
                now,
                System.nanoTime(),
                null);
    }

    /// The call that this exchange carries.
    ///
    /// @throws IllegalStateException where it carries none yet
    public static Callback of(Exchange exchange) {
        return find(exchange).orElseThrow(() -> new IllegalStateException("no call was proved on this exchange yet"));
    }

    /// The call that this exchange carries, where it carries one.
    public static Optional<Callback> find(Exchange exchange) {
        return Optional.ofNullable(exchange.getProperty(PROPERTY, Callback.class));
    }

    /// The platform's own record.
    ///
    /// @throws NullPointerException where it could not be read
    public <N> N message(Class<N> type) {
        return type.cast(Objects.requireNonNull(message));
    }

    Callback read(Object read) {
        return new Callback(tenant, inbox, raw, receivedAt, started, read);
    }

    Callback unread() {
        return new Callback(tenant, inbox, raw, receivedAt, started, null);
    }

    void on(Exchange exchange) {
        exchange.setProperty(PROPERTY, this);
        Message message = exchange.getMessage();
        message.setHeader(TENANT, tenant.value());
        message.setHeader(INBOX, inbox.value());
    }

    @Override
    public String toString() {
        return "Callback[" + inbox + ", " + raw.length + " bytes]";
    }
}
