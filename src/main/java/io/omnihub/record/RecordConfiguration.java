package io.omnihub.record;

import io.micrometer.core.instrument.MeterRegistry;
import io.omnihub.buffer.Buffer;
import io.omnihub.channel.Blobs;
import io.omnihub.channel.Inboxes;
import io.omnihub.channel.declared.DeclaredChannels;
import io.omnihub.contact.Contacts;
import io.omnihub.contact.Originals;
import io.omnihub.conversation.Commands;
import io.omnihub.conversation.Conversations;
import io.omnihub.identity.AuditLog;
import io.omnihub.identity.TenantRegistry;
import io.omnihub.log.LogReader;
import io.omnihub.loop.Loop;
import io.omnihub.loop.Loops;
import io.omnihub.store.Database;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Keeps records, and tells conversations of them.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RecordProperties.class)
class RecordConfiguration {

    /// Before what gives it records, and after it has stopped.
    private static final int PHASE = 900;

    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Duration EVERY = Duration.ofSeconds(2);

    @Bean
    Records records() {
        return new Records();
    }

    @Bean
    Lookups lookups() {
        return new Lookups();
    }

    @Bean
    RecordOwners recordOwners(
            Database database,
            Records records,
            Contacts contacts,
            Originals originals,
            Conversations conversations,
            TenantRegistry tenants) {
        return new RecordOwners(database, records, contacts, originals, conversations, tenants);
    }

    @Bean
    RecordClicks recordClicks(Database database, Records records) {
        return new RecordClicks(database, records);
    }

    @Bean
    SentCards sentCards(Database database, LogReader log) {
        return new SentCards(database, log);
    }

    @Bean
    SaidBefore saidBefore(Database database, Conversations conversations, Inboxes inboxes) {
        return new SaidBefore(database, conversations, inboxes);
    }

    @Bean
    RecordPictures recordPictures(Inboxes inboxes, DeclaredChannels channels) {
        return new RecordPictures(inboxes, channels);
    }

    @Bean
    CardPictures cardPictures(Database database, Records records, RecordPictures pictures, Blobs blobs, Clock clock) {
        return new CardPictures(database, records, pictures, blobs, clock);
    }

    @Bean
    RecordRetention recordRetention(
            RecordProperties properties, @Value("${omnihub.log.retention:0}") Duration logRetention, Clock clock) {
        return new RecordRetention(properties, logRetention, clock);
    }

    @Bean
    RecordErasures recordErasures(
            Database database,
            Inboxes inboxes,
            Conversations conversations,
            Commands commands,
            AuditLog audit,
            Clock clock) {
        ErasedCards cards = new ErasedCards(database, conversations, commands, clock);
        return new RecordErasures(database, inboxes, cards, audit, clock);
    }

    @Bean
    RecordTelling recordTelling(
            Database database,
            RecordOwners owners,
            CardPictures pictures,
            Inboxes inboxes,
            Commands commands,
            Clock clock) {
        return new RecordTelling(
                new RecordNotices(database, clock),
                owners,
                pictures::of,
                // Of other channels nobody would check whose card it is.
                conversation -> inboxes.find(conversation.tenant(), conversation.inbox())
                        .map(inbox -> new RecordCard.Client(
                                inbox.live(), inbox.capabilities().schemes()))
                        .orElse(RecordCard.Client.ANY),
                commands,
                clock);
    }

    /// The buffer's feed needs it, and it gives dead letters to the buffer.
    @Bean
    RecordKeeper recordKeeper(
            Database database,
            RecordRetention retention,
            ObjectProvider<Buffer> buffer,
            RecordTelling telling,
            MeterRegistry meters) {
        return new RecordKeeper(
                database, retention, letter -> buffer.getObject().putDeadLetter(letter), telling::changed, meters);
    }

    @Bean
    Loop recordLoop(RecordKeeper keeper, Loops loops) {
        return loops.loop("records", keeper::step).phase(PHASE).ending(GRACE, keeper::end);
    }

    @Bean
    Loop recordTellingLoop(RecordTelling telling, Loops loops) {
        Loop loop = loops.loop("record-telling", telling::step).every(EVERY);
        telling.wakes(loop::wake);
        return loop;
    }

    @Bean
    Loop recordErasureLoop(RecordErasures erasures, Loops loops) {
        Loop loop = loops.loop("record-erasure", erasures::step).every(EVERY);
        erasures.wakes(loop::wake);
        return loop;
    }

    @Bean
    Loop recordPruner(RecordRetention retention, Database database, Loops loops) {
        return loops.loop("record-pruner", () -> retention.prune(database))
                .every(RecordRetention.FIRST, RecordRetention.EVERY);
    }

    @Bean
    Loop recordErasurePruner(RecordErasures erasures, Loops loops) {
        return loops.loop("record-erasure-pruner", erasures::forget)
                .every(RecordRetention.FIRST, RecordRetention.EVERY);
    }
}
