package io.omnihub.cursor;

import io.micrometer.core.instrument.MeterRegistry;
import io.omnihub.channel.ChannelStatuses;
import io.omnihub.channel.Takers;
import io.omnihub.loop.Loops;
import io.omnihub.store.Database;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The cursors, and the component's bean under the name by which Camel finds it.
@Configuration(proxyBeanMethods = false)
class CursorConfiguration {

    @Bean
    SourceCursors sourceCursors(Database database, Clock clock) {
        return new SourceCursors(database, clock);
    }

    @Bean("cursor-component")
    CursorComponent cursorComponent(SourceCursors cursors, Loops loops, Takers takers) {
        return new CursorComponent(new PagesConsumer.Needs(cursors, loops, takers));
    }

    @Bean("table-component")
    TableComponent tableComponent(
            SourceCursors cursors,
            Loops loops,
            Takers takers,
            ChannelStatuses statuses,
            Clock clock,
            MeterRegistry meters) {
        return new TableComponent(new PagesConsumer.Needs(cursors, loops, takers), statuses, clock, meters);
    }
}
