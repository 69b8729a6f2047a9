package io.omnihub.route;

import io.omnihub.channel.ChannelStatuses;
import io.omnihub.channel.Takers;
import io.omnihub.channel.declared.DeclaredChannels;
import io.omnihub.control.Command;
import io.omnihub.identity.AuditLog;
import io.omnihub.loop.Loop;
import io.omnihub.loop.Loops;
import io.omnihub.mapping.MappingComponent;
import io.omnihub.mapping.Mappings;
import io.omnihub.store.Database;
import io.omnihub.store.NodeId;
import io.omnihub.watch.WatchedFolder;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Loads the files of `omnihub.routes` once Camel runs, and whenever they change.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OtherDatabases.Settings.class)
class RouteConfiguration {

    /// Editors and copies write a file in pieces.
    private static final Duration MOMENT = Duration.ofMillis(700);

    private static final Duration EVERY = Duration.ofMillis(300);

    /// After this time a node sees what others went back to.
    private static final Duration OTHERS = Duration.ofSeconds(5);

    @Bean
    RouteFiles routeFiles(
            CamelContext camel,
            Takers takers,
            Mappings mappings,
            DeclaredChannels channels,
            Clock clock,
            Optional<Rehearsal> rehearsal,
            @Value("${omnihub.routes:routes}") Path folder) {
        return new RouteFiles(
                new CamelRoutes(camel, takers, mappings),
                new RouteCheck(camel, rehearsal.isEmpty()),
                new RouteTrial(camel, folder),
                channels,
                clock);
    }

    @Bean
    OtherDatabases otherDatabases(OtherDatabases.Settings settings) {
        return new OtherDatabases(settings);
    }

    @Bean
    InboxPolls inboxPolls(ChannelStatuses statuses) {
        return new InboxPolls(statuses);
    }

    @Bean
    FolderLinks folderLinks() {
        return new FolderLinks();
    }

    @Bean
    RouteLoading routeLoading(
            @Value("${omnihub.routes:routes}") Path folder,
            @Value("${omnihub.data:./data}") Path data,
            RouteFiles files,
            Database database,
            AuditLog audit,
            Clock clock) {
        return new RouteLoading(
                new WatchedFolder(folder, RouteFile::isMeant, RouteFile::largest, MOMENT),
                files,
                new RouteHistory(database, clock, node(database, data)),
                audit,
                OTHERS);
    }

    @Bean
    Command routeTelling(RouteFiles files, RouteLoading loading) {
        return new RouteTelling(files, loading);
    }

    @Bean
    RouteOperations routeOperations(RouteFiles files, RouteLoading loading, MappingComponent mapping) {
        return new RouteOperations(files, loading, mapping);
    }

    /// Before it is ready the hub has all its routes; what lies in the folder then is loaded then.
    @Bean
    CamelContextConfiguration firstRoutes(RouteLoading loading, Optional<Rehearsal> rehearsal) {
        return new CamelContextConfiguration() {
            @Override
            public void beforeApplicationStart(CamelContext camel) {
                // Routes begin when Camel runs, so that one that can't begin does not stop the others.
            }

            @Override
            public void afterApplicationStart(CamelContext camel) {
                if (rehearsal.isEmpty()) {
                    loading.first();
                }
            }
        };
    }

    @Bean
    Loop routeLoop(Loops loops, RouteLoading loading) {
        return loops.loop("routes", loading::step).every(EVERY);
    }

    /// On SQLite there is no other.
    private static String node(Database database, Path data) {
        return database.kind() == Database.Kind.SQLITE ? "" : NodeId.in(data);
    }
}
