package io.omnihub.conversation;

import io.micrometer.core.instrument.MeterRegistry;
import io.omnihub.channel.Inboxes;
import io.omnihub.contact.Contacts;
import io.omnihub.deadletter.DeadLetters;
import io.omnihub.identity.Accounts;
import io.omnihub.identity.AuditLog;
import io.omnihub.identity.IdentityEnds;
import io.omnihub.identity.TenantRegistry;
import io.omnihub.log.InboundKeys;
import io.omnihub.log.LogAppender;
import io.omnihub.log.LogEpoch;
import io.omnihub.log.LogFeed;
import io.omnihub.log.LogReader;
import io.omnihub.log.LogTail;
import io.omnihub.loop.Loop;
import io.omnihub.loop.Loops;
import io.omnihub.overload.OverloadProperties;
import io.omnihub.overload.Pressure;
import io.omnihub.store.Database;
import io.omnihub.trace.Traces;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The engine's beans.
@Configuration(proxyBeanMethods = false)
class ConversationConfiguration {

    @Bean
    Partitions partitions(@Value("${omnihub.partitions:1}") int count) {
        return new Partitions(count);
    }

    @Bean
    PartitionCount partitionCount(Database database) {
        return new StoredPartitionCount(database);
    }

    @Bean
    LogEngine engine(
            Partitions partitions,
            Database database,
            LogAppender appender,
            LogReader reader,
            LogTail tail,
            LogEpoch epoch,
            Contacts contacts,
            TenantRegistry tenants,
            Inboxes inboxes,
            DeadLetters deadLetters,
            Clock clock,
            MeterRegistry registry,
            Traces traces,
            Loops loops) {
        return LogEngine.start(
                partitions,
                database,
                new Rooms(
                        appender,
                        reader,
                        new InboundKeys(),
                        new ConversationStore(),
                        new WaitingEvents(),
                        contacts,
                        tenants,
                        inboxes,
                        deadLetters),
                tail,
                epoch,
                clock,
                registry,
                traces,
                loops);
    }

    @Bean
    Pressure queuePressure(LogEngine engine, OverloadProperties bounds) {
        return new Pressure("queue", () -> (double) engine.waiting() / bounds.queued());
    }

    @Bean
    Pressure waitingPressure(LogEngine engine, OverloadProperties bounds) {
        return new Pressure(
                "waiting",
                () -> (double) engine.longestWait().toNanos() / bounds.waiting().toNanos());
    }

    @Bean
    Loop keySweep(Database database, Clock clock, Loops loops) {
        return loops.loop("key-sweep", new KeySweep(database, clock)::sweep).every(KeySweep.EVERY);
    }

    @Bean
    LogFeed logFeed(Partitions partitions, Database database, LogReader reader, LogTail tail, Loops loops) {
        return new LogFeed(partitions.count(), LogFeed.look(database.kind()), reader, tail, loops);
    }

    @Bean
    Conversations conversations(Database database) {
        return new Conversations(database);
    }

    @Bean
    ConversationLookup conversationLookup(Conversations conversations) {
        return new ConversationLookup(conversations);
    }

    @Bean
    EntryWatch entryWatch(LogFeed feed, IdentityEnds ends) {
        return new EntryWatch(feed, ends);
    }

    @Bean
    EntryMedia entryMedia(LogReader log, Database database) {
        return new EntryMedia(log, database);
    }

    @Bean
    ConversationViews conversationViews(Database database, Contacts contacts, LogReader log) {
        return new ConversationViews(database, contacts, log);
    }

    @Bean
    CommandDescription commandDescription() {
        return new CommandDescription();
    }

    @Bean
    Commands commands(Engine engine, Accounts accounts, PartsCheck parts, AuditLog audit, Traces traces, Clock clock) {
        return new Commands(engine, new Assignees(accounts::get), parts, audit::append, traces, clock);
    }
}
