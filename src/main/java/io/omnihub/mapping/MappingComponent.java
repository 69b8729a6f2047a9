package io.omnihub.mapping;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.omnihub.channel.Blobs;
import io.omnihub.channel.FileLinks;
import io.omnihub.channel.Inboxes;
import io.omnihub.channel.send.CallLedger;
import io.omnihub.channel.send.SendingProcessor;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.support.DefaultComponent;

/// The component `mapping:`. Its options are described in `mapping.json`, where Camel's catalog looks for it, and in
/// docs/mapping.md.
public final class MappingComponent extends DefaultComponent {

    private static final int MOST_ROWS = 5_000;

    private final Mappings mappings;
    private final Surroundings surroundings;
    private final RowProgress progress;

    MappingComponent(Mappings mappings, Surroundings surroundings, MeterRegistry meters) {
        this.mappings = mappings;
        this.surroundings = surroundings;
        this.progress = new RowProgress(meters);
    }

    /// The same for another Camel, with mappings of its own, of which nobody sees how far it is.
    public MappingComponent with(Map<String, Mapping> others) {
        Mappings own = new Mappings();
        own.use(others);
        return new MappingComponent(own, surroundings, new SimpleMeterRegistry());
    }

    @Override
    protected Endpoint createEndpoint(String uri, String name, Map<String, Object> parameters) {
        if (!Mappings.isName(name)) {
            throw new IllegalArgumentException("mapping:" + name
                    + " is no name of a mapping: small letters, digits, dots, dashes and underscores");
        }
        String tenant = getAndRemoveParameter(parameters, "tenant", String.class, TenantId.DEFAULT.value());
        String inbox = getAndRemoveParameter(parameters, "inbox", String.class);
        String send = getAndRemoveParameter(parameters, "send", String.class);
        String push = getAndRemoveParameter(parameters, "push", String.class);
        int rows = getAndRemoveParameter(parameters, "rows", Integer.class, 0);
        if (rows < 0 || rows > MOST_ROWS) {
            throw new IllegalArgumentException("rows must be between 1 and " + MOST_ROWS);
        }
        if (rows > 0) {
            return new RowsEndpoint(uri, this, name, rows);
        }
        if (push != null) {
            return new CallingEndpoint(uri, this, name, push, RouteSender::push);
        }
        return send == null
                ? new MappingEndpoint(uri, this, name, new TenantId(tenant), inbox == null ? null : new InboxId(inbox))
                : new CallingEndpoint(uri, this, name, send, this::send);
    }

    private void send(RouteSender sender, Exchange exchange) throws InvalidPayloadException {
        new SendingProcessor<>(sender, surroundings.ledger()).process(exchange);
    }

    /// The files that routes read row by row, and those that were cut short.
    public List<LongFile> longFiles() {
        return progress.files();
    }

    Mappings mappings() {
        return mappings;
    }

    RowProgress progress() {
        return progress;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    /// What a mapping needs of the hub.
    record Surroundings(Inboxes inboxes, Clock clock, Blobs blobs, FileLinks links, CallLedger ledger) {}
}
