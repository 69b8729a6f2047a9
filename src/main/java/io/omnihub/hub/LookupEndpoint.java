package io.omnihub.hub;

import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import java.time.Duration;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;

/// `from: hub:lookup` asks the route of a contact while an agent looks; the route leaves records.
final class LookupEndpoint extends HubEndpoint {

    private final Doors doors;
    private final LookupConsumer.Asked asked;

    LookupEndpoint(String uri, HubComponent component, Doors doors, LookupConsumer.Asked asked) {
        super(uri, component, "lookup");
        this.doors = doors;
        this.asked = asked;
    }

    static LookupConsumer.Asked asked(String name, String title, String tenant, String inbox, Duration timeout) {
        return new LookupConsumer.Asked(name, title, new TenantId(tenant), new InboxId(inbox), timeout);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        LookupConsumer consumer = new LookupConsumer(this, processor, doors, asked);
        configureConsumer(consumer);
        return consumer;
    }
}
