package io.omnihub.channel.email;

import io.omnihub.channel.Blobs;
import io.omnihub.channel.ChannelInboxes;
import io.omnihub.channel.ChannelStatuses;
import io.omnihub.channel.email.EmailProperties.Account;
import io.omnihub.channel.http.AccessTokens;
import io.omnihub.channel.poll.PollPositions;
import io.omnihub.channel.poll.PollReader;
import io.omnihub.channel.poll.Poller;
import io.omnihub.channel.send.Afterwards;
import io.omnihub.channel.send.CallLedger;
import io.omnihub.channel.send.SendingProcessor;
import io.omnihub.channel.thread.Earlier;
import io.omnihub.channel.thread.ThreadTokens;
import io.omnihub.channel.thread.Threads;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.apache.camel.Processor;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The channel's parts, by the names that routes/email.camel.yaml uses.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EmailProperties.class)
class EmailConfiguration {

    @Bean
    ChannelInboxes<Account> emailInboxes(EmailProperties properties, ChannelStatuses statuses) {
        return new ChannelInboxes<>(
                EmailInboundAdapter.CHANNEL, properties.inboxes(), EmailOutboundAdapter.CAPABILITIES, statuses);
    }

    @Bean
    EmailSessions emailSessions(AccessTokens tokens, EmailProperties properties, SslBundles bundles) {
        return new EmailSessions(tokens, EmailTrust.of(properties.inboxes(), bundles));
    }

    @Bean
    EmailCopies emailCopies(EmailSessions sessions, Afterwards afterwards) {
        return new EmailCopies(sessions, afterwards);
    }

    @Bean
    EmailThreads emailThreads(Threads threads, ThreadTokens tokens, EmailProperties properties) {
        return new EmailThreads(
                threads, new EmailTokens(tokens), properties.inboxes().values());
    }

    @Bean
    Poller emailPoller(
            ChannelInboxes<Account> inboxes,
            EmailProperties properties,
            EmailSessions sessions,
            PollPositions positions,
            @Value("${omnihub.data:./data}") Path data,
            Clock clock) {
        Path spool = data.resolve("email");
        // The data folder is locked for this process before there are positions.
        EmailSpool.empty(spool);
        return () -> properties.inboxes().keySet().stream()
                .map(id -> new EmailMailbox(inboxes.get(id), sessions, positions, spool, clock))
                .toList();
    }

    @Bean
    Processor emailNative(ChannelInboxes<Account> inboxes, Blobs blobs, EmailThreads threads) {
        return PollReader.reading(new EmailReader(inboxes, blobs, threads));
    }

    @Bean
    Processor emailInbound() {
        return PollReader.adapting(new EmailInboundAdapter());
    }

    @Bean
    Processor emailOutbound() {
        return new EmailOutboundAdapter();
    }

    @Bean
    Processor emailSend(
            ChannelInboxes<Account> inboxes,
            EmailSessions sessions,
            EmailCopies copies,
            EmailThreads threads,
            Earlier earlier,
            Blobs blobs,
            CallLedger ledger,
            @Value("${omnihub.delivery.claim:2m}") Duration claim,
            Clock clock) {
        // An attempt that lasts longer than its claim is repeated by another one.
        Duration longest = claim.multipliedBy(3).dividedBy(4);
        return new SendingProcessor<>(
                new EmailSender(inboxes, sessions, copies, threads, earlier, blobs, longest, clock), ledger);
    }
}
