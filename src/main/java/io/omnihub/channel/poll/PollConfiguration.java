package io.omnihub.channel.poll;

import io.omnihub.channel.MalformedMessageException;
import io.omnihub.loop.Loops;
import io.omnihub.message.InboxId;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.ExchangeHelper;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The component's bean, under the name by which Camel finds it, and the steps of polled channels' routes that know no
/// platform.
@Configuration(proxyBeanMethods = false)
class PollConfiguration {

    private static final String REASON = "HubReason";

    /// One of several can't be understood, and it is not said which.
    private static final String MIXED = "HubMixed";

    @Bean("poll-component")
    PollComponent pollComponent(Loops loops) {
        return new PollComponent(loops);
    }

    @Bean
    PollPositions pollPositions(Database database, Clock clock) {
        return new PollPositions(database, clock);
    }

    /// First step of a replay's route: takes the bytes of a dead letter.
    @Bean
    Processor pollReplayed(Clock clock) {
        return exchange -> {
            byte[] bytes = exchange.getMessage().getMandatoryBody(byte[].class);
            Fetched fetched = new Fetched(
                    new TenantId(ExchangeHelper.getMandatoryHeader(exchange, Fetched.TENANT, String.class)),
                    new InboxId(ExchangeHelper.getMandatoryHeader(exchange, Fetched.INBOX, String.class)),
                    clock.instant(),
                    Fetched.Bytes.of(bytes));
            Fetched.put(exchange, List.of(fetched));
        };
    }

    /// Makes what can't be understood ready for `hub:deadletter`: the bytes and the reason. Where it came with others
    /// the route ends here, and they are passed anew.
    @Bean
    Processor pollUnreadable() {
        return exchange -> {
            List<Fetched> together = Fetched.on(exchange);
            if (together.size() > 1) {
                exchange.setProperty(MIXED, true);
                exchange.setRouteStop(true);
                return;
            }
            Fetched.put(exchange, together);
            exchange.getMessage()
                    .setHeader(REASON, reason(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)));
            exchange.getMessage().setBody(together.getFirst().bytes().open());
        };
    }

    static boolean isMixed(Exchange exchange) {
        return exchange.getProperty(MIXED) != null;
    }

    /// Only our own exceptions are known to repeat no text of the message.
    private static String reason(@Nullable Exception cause) {
        return cause instanceof MalformedMessageException || cause instanceof InvalidMessageException
                ? Objects.requireNonNullElse(cause.getMessage(), "it can't be understood")
                : "the adapter failed";
    }
}
