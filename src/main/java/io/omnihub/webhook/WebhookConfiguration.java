package io.omnihub.webhook;

import io.micrometer.core.instrument.MeterRegistry;
import io.omnihub.conversation.Conversations;
import io.omnihub.conversation.Partitions;
import io.omnihub.errand.Errands;
import io.omnihub.errand.Kept;
import io.omnihub.errand.Telling;
import io.omnihub.identity.AuditLog;
import io.omnihub.keys.TenantKeys;
import io.omnihub.log.Cursors;
import io.omnihub.log.LogEpoch;
import io.omnihub.log.LogFeed;
import io.omnihub.log.LogReader;
import io.omnihub.log.LogWorker;
import io.omnihub.loop.Loop;
import io.omnihub.loop.Loops;
import io.omnihub.outside.PublicHttp;
import io.omnihub.store.Database;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The beans of webhooks.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WebhookProperties.class)
class WebhookConfiguration {

    private static final Duration TIDIED_EVERY = Duration.ofMinutes(1);

    @Bean
    Subscriptions subscriptions(
            Database database, TenantKeys keys, AuditLog audit, Clock clock, WebhookProperties properties) {
        Subscriptions subscriptions = new Subscriptions(database, keys, audit, clock, properties.most());
        subscriptions.refresh();
        return subscriptions;
    }

    @Bean
    Loop webhookSubscriptions(Subscriptions subscriptions, Loops loops) {
        return loops.loop("webhook-subscriptions", subscriptions::refresh).every(Subscriptions.EVERY);
    }

    @Bean
    Errands webhookErrands(Database database, WebhookProperties properties, Clock clock, Loops loops) {
        return new Errands(database, properties.errands(), Telling.NOBODY, clock, loops);
    }

    @Bean
    Kept webhooksKept(WebhookProperties properties) {
        return new Kept(WebhookProperties.KIND, properties.retention());
    }

    @Bean
    LogWorker webhookReader(
            Subscriptions subscriptions,
            Conversations conversations,
            @Qualifier("webhookErrands") Errands errands,
            Partitions partitions,
            Database database,
            Cursors cursors,
            LogFeed feed,
            Loops loops) {
        EventReader reader = new EventReader(subscriptions, conversations, errands);
        return new LogWorker(WebhookProperties.KIND, partitions.count(), database, cursors, feed, reader, loops);
    }

    @Bean
    WebhookSender webhookSender(PublicHttp http, WebhookProperties properties, Clock clock) {
        return new WebhookSender(http, properties.timeout(), clock);
    }

    @Bean
    Loop webhookRunner(
            Subscriptions subscriptions,
            WebhookSender sender,
            Database database,
            LogReader log,
            LogEpoch epoch,
            @Qualifier("webhookErrands") Errands errands,
            WebhookProperties properties,
            MeterRegistry meters) {
        EventSending sending =
                new EventSending(subscriptions, sender, database, log, epoch, properties.switchOffAfter(), meters);
        return errands.runner("webhook-runner", sending, properties.concurrency());
    }

    @Bean
    Loop webhookTeller(@Qualifier("webhookErrands") Errands errands) {
        return errands.teller().loop();
    }

    @Bean
    Attempts webhookAttempts(Database database) {
        return new Attempts(database);
    }

    @Bean
    Loop webhookTidying(Attempts attempts, PublicHttp http, WebhookProperties properties, Clock clock, Loops loops) {
        return loops.loop("webhook-tidying", () -> {
                    attempts.forget(clock.instant().minus(properties.retention()));
                    http.closeIdle();
                })
                .every(TIDIED_EVERY);
    }

    @Bean
    Webhooks webhooks(
            Subscriptions subscriptions,
            @Qualifier("webhookErrands") Errands errands,
            Attempts attempts,
            WebhookSender sender,
            PublicHttp http,
            Database database,
            LogReader log,
            LogEpoch epoch,
            AuditLog audit,
            Clock clock) {
        return new Webhooks(subscriptions, errands, attempts, sender, http, database, log, epoch, audit, clock);
    }

    @Bean
    WebhookOperations webhookOperations(Webhooks webhooks) {
        return new WebhookOperations(webhooks);
    }

    @Bean
    WebhookMeters webhookMeters(Subscriptions subscriptions, @Qualifier("webhookErrands") Errands errands) {
        return new WebhookMeters(subscriptions, errands, System::nanoTime);
    }
}
