package io.omnihub.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import io.omnihub.buffer.DeadLetterSink;
import io.omnihub.channel.FileLinks;
import io.omnihub.channel.Holds;
import io.omnihub.channel.Inboxes;
import io.omnihub.channel.PassiveAnswers;
import io.omnihub.channel.http.SharedTokens;
import io.omnihub.channel.thread.Earlier;
import io.omnihub.channel.thread.ThreadTokens;
import io.omnihub.conversation.Commands;
import io.omnihub.conversation.Conversations;
import io.omnihub.conversation.Engine;
import io.omnihub.conversation.Partitions;
import io.omnihub.deadletter.DeadLetters;
import io.omnihub.identity.AuditLog;
import io.omnihub.identity.TenantRegistry;
import io.omnihub.keys.TenantKeys;
import io.omnihub.log.Cursors;
import io.omnihub.log.LogFeed;
import io.omnihub.log.LogReader;
import io.omnihub.log.LogWorker;
import io.omnihub.loop.Loop;
import io.omnihub.loop.Loops;
import io.omnihub.overload.Overload;
import io.omnihub.store.Database;
import io.omnihub.trace.LatePushes;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The beans of deliveries and replays.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DeliveryProperties.class)
class DeliveryConfiguration {

    @Bean
    SharedTokens sharedTokens(Database database, TenantKeys keys, Clock clock) {
        return new StoredTokens(database, keys, clock);
    }

    @Bean
    ThreadTokens threadTokens(TenantKeys keys) {
        return (tenant, text) -> keys.mac(tenant, "thread", text.getBytes(StandardCharsets.UTF_8));
    }

    @Bean
    Earlier earlier(LogReader log, TenantRegistry tenants) {
        return new EarlierInLog(log, tenants);
    }

    @Bean
    DeliveryRoom deliveryRoom(
            Database database,
            LogReader reader,
            Inboxes inboxes,
            Holds holds,
            FileLinks links,
            Conversations conversations,
            Commands commands,
            DeliveryProperties properties,
            Clock clock,
            Overload overload,
            Loops loops) {
        return new DeliveryRoom(
                database,
                reader,
                inboxes,
                holds,
                links,
                conversations,
                commands,
                properties,
                clock,
                System::nanoTime,
                () -> ThreadLocalRandom.current().nextDouble(),
                UUID.randomUUID().toString(),
                overload,
                loops);
    }

    @Bean
    LogWorker deliveryReader(
            DeliveryRoom room, Partitions partitions, Database database, Cursors cursors, LogFeed feed, Loops loops) {
        return new LogWorker("delivery", partitions.count(), database, cursors, feed, room.reader(), loops);
    }

    @Bean
    Loop deliveryTeller(DeliveryRoom room) {
        return room.teller().loop();
    }

    @Bean
    Dispatch dispatch(DeliveryRoom room) {
        return room.dispatch();
    }

    @Bean
    HintBoard hints(DeliveryRoom room) {
        return room.dispatch().hints();
    }

    @Bean
    Deliveries deliveries(DeliveryRoom room) {
        return room.deliveries();
    }

    @Bean
    PassiveAnswers passiveAnswers(DeliveryRoom room, TenantRegistry tenants) {
        return room.passiveAnswers(tenants);
    }

    @Bean
    DeliveryMeters deliveryMeters(Database database, DeliveryRoom room, Inboxes inboxes) {
        return new DeliveryMeters(database, room.errands(), inboxes, System::nanoTime);
    }

    @Bean
    DeadLetterSink deadLetterStore(Database database, DeadLetters deadLetters, MeterRegistry meters) {
        return new DeadLetterStore(database, deadLetters, meters);
    }

    @Bean
    MessageWays messageWays(
            Database database,
            LogReader log,
            DeliveryRoom room,
            DeadLetters deadLetters,
            Inboxes inboxes,
            LatePushes pushes) {
        return new MessageWays(database, log, room.errands(), deadLetters, inboxes, pushes);
    }

    @Bean
    Replays replays(
            Database database, DeadLetters deadLetters, Engine engine, RawReplay raw, AuditLog audit, Clock clock) {
        return new Replays(database, deadLetters, engine, raw, audit, clock);
    }

    @Bean
    DeadLetterOperations deadLetterOperations(
            DeadLetters deadLetters, Replays replays, AuditLog audit, Database database) {
        return new DeadLetterOperations(deadLetters, replays, audit, database);
    }

    @Bean
    DeliveryOperations deliveryOperations(Deliveries deliveries, AuditLog audit) {
        return new DeliveryOperations(deliveries, audit);
    }
}
