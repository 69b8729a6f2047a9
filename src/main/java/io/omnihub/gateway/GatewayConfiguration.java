package io.omnihub.gateway;

import io.micrometer.core.instrument.MeterRegistry;
import io.omnihub.bound.Addresses;
import io.omnihub.bound.CallerRates;
import io.omnihub.bound.Holdings;
import io.omnihub.buffer.Announcements;
import io.omnihub.channel.Inboxes;
import io.omnihub.channel.send.Hints;
import io.omnihub.conversation.Commands;
import io.omnihub.conversation.ConversationViews;
import io.omnihub.conversation.Conversations;
import io.omnihub.identity.IdentityEnds;
import io.omnihub.identity.Tickets;
import io.omnihub.log.LogEpoch;
import io.omnihub.log.LogFeed;
import io.omnihub.log.LogReader;
import io.omnihub.log.LogTail;
import io.omnihub.loop.Loops;
import io.omnihub.overload.Overload;
import io.omnihub.presence.AgentPresences;
import io.omnihub.trace.LatePushes;
import io.omnihub.trace.Traces;
import io.omnihub.visitor.Introductions;
import io.omnihub.visitor.Sites;
import io.omnihub.visitor.Visitors;
import java.net.InetAddress;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The gateway's beans.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(GatewayProperties.class)
class GatewayConfiguration {

    /// So many seconds' worth of frames may come at once.
    private static final int BURST_SECONDS = 5;

    /// So many times as much as a visitor an agent may send.
    private static final int AGENTS_SHARE = 10;

    @Bean
    LiveConnections liveConnections(GatewayProperties properties) {
        return new LiveConnections(
                new Holdings(properties.connectionsPerAddress(), properties.allConnections()),
                new Holdings(GatewayProperties.bytesPerAddress(), GatewayProperties.bytes()),
                new Lobby(properties.unknownConnections()));
    }

    /// Shared with what visitors call by REST.
    @Bean
    CallerRates visitorRates(GatewayProperties properties) {
        return new CallerRates(properties.framesPerSecond(), BURST_SECONDS, System::nanoTime);
    }

    @Bean
    CallerRates agentRates(GatewayProperties properties) {
        return new CallerRates(AGENTS_SHARE * properties.framesPerSecond(), BURST_SECONDS, System::nanoTime);
    }

    @Bean
    Topics topics() {
        return new Topics();
    }

    @Bean
    Audiences audiences(
            AgentPresences presences,
            Conversations conversations,
            ConversationViews views,
            LogReader log,
            LogFeed feed,
            LogEpoch epoch,
            Inboxes inboxes) {
        Audiences audiences = new Audiences(presences, conversations, views, log, feed, epoch);
        inboxes.follow(audiences::inboxesAre);
        return audiences;
    }

    @Bean
    Signals signals(
            Announcements announcements,
            LogTail tail,
            Topics topics,
            Audiences audiences,
            AgentPresences presences,
            IdentityEnds ends,
            Overload overload,
            GatewayProperties properties) {
        return Signals.join(announcements, tail, topics, audiences, presences, ends, overload, properties.silence());
    }

    @Bean
    Services gatewayServices(
            GatewayProperties properties,
            Visitors visitors,
            Tickets tickets,
            Conversations conversations,
            LogReader log,
            Commands commands,
            Introductions introductions,
            LogEpoch epoch,
            Topics topics,
            Audiences audiences,
            AgentPresences presences,
            Signals signals,
            Hints hints,
            Overload overload,
            LiveConnections connections,
            IdentityEnds ends,
            CallerRates visitorRates,
            CallerRates agentRates,
            MeterRegistry registry,
            Traces traces,
            LatePushes latest,
            Clock clock) {
        return new Services(
                properties,
                visitors,
                tickets,
                conversations,
                new History(log),
                commands,
                introductions,
                epoch,
                topics,
                audiences,
                presences,
                signals,
                hints,
                overload,
                connections,
                ends,
                new GatewayMeters(registry, traces, latest),
                new FrameRates(visitorRates, agentRates),
                clock);
    }

    @Bean
    @ConditionalOnProperty(name = "omnihub.gateway.enabled", matchIfMissing = true)
    Gateway gateway(
            Services services,
            Sites sites,
            Addresses addresses,
            LogFeed feed,
            Loops loops,
            @Value("${server.address:127.0.0.1}") InetAddress address) {
        return new Gateway(services, new Entrance(sites, services.properties(), addresses), address, feed, loops);
    }
}
