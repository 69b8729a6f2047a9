package io.omnihub.hub;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.main.RoutesCollector;
import org.apache.camel.spi.Resource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;

/// Has Camel pass over a folder of routes that does not exist, for which it would refuse to start.
final class MissingFolders implements BeanPostProcessor {

    private static final Logger LOG = LoggerFactory.getLogger(MissingFolders.class);
    private static final String FILE = "file:";

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof RoutesCollector collector ? new Tolerant(collector) : bean;
    }

    /// The patterns whose folders exist, or nothing: an empty pattern would name a file without a name.
    private static @Nullable String existing(@Nullable String patterns) {
        if (patterns == null) {
            return null;
        }
        String existing = Arrays.stream(patterns.split(",", -1))
                .filter(MissingFolders::exists)
                .collect(Collectors.joining(","));
        return existing.isEmpty() ? null : existing;
    }

    private static boolean exists(String pattern) {
        if (!pattern.startsWith(FILE)) {
            return true;
        }
        String fixed = pattern.substring(FILE.length()).replaceFirst("[*?].*", "");
        Path folder = Path.of(fixed.substring(0, fixed.lastIndexOf('/') + 1));
        boolean exists = Files.isDirectory(folder);
        if (!exists) {
            LOG.warn("There is no folder of routes at {}", folder.toAbsolutePath());
        }
        return exists;
    }

    private record Tolerant(RoutesCollector collector) implements RoutesCollector {

        @Override
        public boolean isIgnoreLoadingError() {
            return collector.isIgnoreLoadingError();
        }

        @Override
        public void setIgnoreLoadingError(boolean ignore) {
            collector.setIgnoreLoadingError(ignore);
        }

        @Override
        public Collection<RoutesBuilder> collectRoutesFromRegistry(
                CamelContext camel, @Nullable String exclude, @Nullable String include) {
            return collector.collectRoutesFromRegistry(camel, exclude, include);
        }

        @Override
        public Collection<RoutesBuilder> collectRoutesFromDirectory(
                CamelContext camel, @Nullable String exclude, @Nullable String include) {
            return collector.collectRoutesFromDirectory(camel, exclude, existing(include));
        }

        @Override
        public Collection<Resource> findRouteResourcesFromDirectory(
                CamelContext camel, @Nullable String exclude, @Nullable String include) {
            return collector.findRouteResourcesFromDirectory(camel, exclude, existing(include));
        }
    }
}
