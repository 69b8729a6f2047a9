package io.omnihub.hub;

import io.omnihub.message.BusinessRecord;
import io.omnihub.message.BusinessRecord.KnownBy;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import io.omnihub.record.LookupFailedException;
import io.omnihub.record.LookupFailedException.Why;
import io.omnihub.record.Lookups;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Asks its route by what a contact is known, and waits no longer than the look-up may take. A few ask at once: a
/// system that hangs holds no more than these.
final class LookupConsumer extends DefaultConsumer implements Lookups.Lookup {

    private static final int AT_ONCE = 16;
    private static final int BAD = 400;

    /// What steps of SQL name, by what a contact may be known.
    private static final Map<String, String> HEADERS =
            Map.of(KnownBy.PHONE, "HubPhone", KnownBy.EMAIL, "HubEmail", KnownBy.MEMBER, "HubMemberNumber");

    private final Doors doors;
    private final Asked asked;
    private final Semaphore free = new Semaphore(AT_ONCE);

    LookupConsumer(Endpoint endpoint, Processor processor, Doors doors, Asked asked) {
        super(endpoint, processor);
        this.doors = doors;
        this.asked = asked;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        doors.takers().take("the look-up " + asked.name, Set.of(), this);
        doors.lookups().begin(asked.name, this);
    }

    @Override
    protected void doStop() throws Exception {
        doors.lookups().end(asked.name, this);
        doors.takers().release(this);
        super.doStop();
    }

    @Override
    public TenantId tenant() {
        return asked.tenant;
    }

    @Override
    public String title() {
        return asked.title;
    }

    @Override
    public List<BusinessRecord> ask(List<KnownBy> known) {
        if (!free.tryAcquire()) {
            throw new LookupFailedException(Why.BUSY, "It is asked too often just now.", null);
        }
        FutureTask<List<BusinessRecord>> answer = new FutureTask<>(() -> {
            try {
                return run(known);
            } finally {
                free.release();
            }
        });
        Thread asking = Thread.ofVirtual().name("lookup-" + asked.name).start(answer);
        try {
            return answer.get(asked.timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            asking.interrupt();
            throw new LookupFailedException(Why.TIMEOUT, "It took longer than " + asked.timeout.toMillis() + " ms.", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof LookupFailedException failed
                    ? failed
                    : new LookupFailedException(Why.FAILED, "It failed.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LookupFailedException(Why.FAILED, "It was interrupted.", e);
        }
    }

    private List<BusinessRecord> run(List<KnownBy> known) throws Exception {
        Exchange exchange = createExchange(false);
        try {
            exchange.getMessage().setHeader(HubHeaders.TENANT, asked.tenant.value());
            exchange.getMessage().setHeader(HubHeaders.INBOX, asked.inbox.value());
            HEADERS.forEach((kind, header) -> exchange.getMessage().setHeader(header, first(known, kind)));
            ObjectNode body = JsonMapper.shared().createObjectNode();
            KnownBy.FACTS.forEach(kind -> body.put(kind, first(known, kind)));
            known.forEach(each -> {
                if (!body.has(each.kind())) {
                    body.put(each.kind(), each.value());
                }
            });
            exchange.getMessage().setBody(JsonMapper.shared().writeValueAsBytes(body));
            getProcessor().process(exchange);
            Integer status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
            if (Objects.requireNonNullElse(status, 0) >= BAD) {
                // Says more than what the mapping found wrong with such an answer.
                throw new LookupFailedException(
                        Why.REFUSED, "It answered with HTTP " + status + ".", exchange.getException());
            }
            if (exchange.getException() != null) {
                throw new LookupFailedException(
                        Why.FAILED, "It failed: " + Reasons.of(exchange.getException()) + ".", exchange.getException());
            }
            return RecordEndpoint.read(exchange.getMessage());
        } finally {
            releaseExchange(exchange, false);
        }
    }

    /// Empty where there is none, so that a statement always has its parameters.
    private static String first(List<KnownBy> known, String kind) {
        return known.stream()
                .filter(each -> each.kind().equals(kind))
                .map(KnownBy::value)
                .findFirst()
                .orElse("");
    }

    /// What a route is asked.
    ///
    /// @param inbox of the system that is asked
    record Asked(String name, String title, TenantId tenant, InboxId inbox, Duration timeout) {}
}
