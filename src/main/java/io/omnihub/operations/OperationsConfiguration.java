package io.omnihub.operations;

import io.omnihub.channel.ChannelStatuses;
import io.omnihub.channel.Holds;
import io.omnihub.channel.Inboxes;
import io.omnihub.conversation.LogEngine;
import io.omnihub.cursor.SourceCursors;
import io.omnihub.identity.AuditLog;
import io.omnihub.log.Cursors;
import io.omnihub.loop.Loops;
import io.omnihub.route.RouteFiles;
import io.omnihub.store.Database;
import io.omnihub.store.DatabaseCheck;
import io.omnihub.store.FolderLock;
import java.lang.management.ManagementFactory;
import org.apache.camel.CamelContext;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jmx.export.annotation.AnnotationMBeanExporter;
import org.springframework.jmx.export.annotation.ManagedResource;
import org.springframework.jmx.support.RegistrationPolicy;

/// The beans of operations; the health groups name them.
@Configuration(proxyBeanMethods = false)
class OperationsConfiguration {

    @Bean
    EngineHealth engineHealthIndicator(Database database, LogEngine engine) {
        return new EngineHealth(database, engine);
    }

    @Bean
    DatabaseOperations databaseOperations(Database database, DatabaseCheck check, FolderLock folder) {
        return new DatabaseOperations(database, check, folder);
    }

    /// Shows the rooms' own beans; of several hubs in one process the last one's.
    @Bean
    AnnotationMBeanExporter operatorsBeans(ListableBeanFactory beans) {
        AnnotationMBeanExporter exporter = new AnnotationMBeanExporter();
        exporter.setServer(ManagementFactory.getPlatformMBeanServer());
        exporter.setAutodetect(false);
        exporter.setBeans(beans.getBeansWithAnnotation(ManagedResource.class));
        exporter.setRegistrationPolicy(RegistrationPolicy.REPLACE_EXISTING);
        return exporter;
    }

    @Bean
    LogLevels logLevels(LoggingSystem logging) {
        return new LogLevels(logging);
    }

    @Bean
    CursorOperations cursorOperations(Cursors cursors, SourceCursors sources, AuditLog audit) {
        return new CursorOperations(cursors, sources, audit);
    }

    @Bean
    LoopsHealth loopsHealthIndicator(Loops loops) {
        return new LoopsHealth(loops);
    }

    @Bean
    InboxesHealth inboxesHealthIndicator(Inboxes inboxes, ChannelStatuses statuses, Holds holds) {
        return new InboxesHealth(inboxes, statuses, holds);
    }

    @Bean
    RoutesHealth routesHealthIndicator(CamelContext camel, RouteFiles files) {
        return new RoutesHealth(camel, files);
    }

    @Bean
    @ConditionalOnProperty("omnihub.training")
    Training training(ConfigurableApplicationContext context) {
        return new Training(context);
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsOfTheWebServer() {
        return factory -> factory.addContextCustomizers(
                context -> context.getParent().getPipeline().addValve(new ProblemValve()));
    }
}
