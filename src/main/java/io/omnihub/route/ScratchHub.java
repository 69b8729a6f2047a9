package io.omnihub.route;

import io.omnihub.identity.NobodyLogsIn;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/// A hub that a command starts for itself: it has the settings of the real one, and nothing else of it.
public final class ScratchHub {

    private ScratchHub() {}

    /// @param application the hub
    /// @param scratch     a folder of its own
    /// @param settings    the operator's, as `--name=value`
    /// @param own         further ones, as `name=value`, whatever the operator's say
    public static ConfigurableApplicationContext start(
            Class<?> application,
            Path scratch,
            List<String> settings,
            List<String> own,
            ApplicationContextInitializer<ConfigurableApplicationContext> prepared) {
        List<String> forced = Stream.concat(
                        Stream.of(
                                "omnihub.data=" + scratch.resolve("data"),
                                "omnihub.keys.folder=" + scratch.resolve("keys"),
                                "omnihub.database.url=",
                                "omnihub.buffer.url=",
                                "omnihub.tracing.endpoint=",
                                "omnihub.gateway.port=0",
                                "server.address=127.0.0.1",
                                "server.port=0",
                                "logging.level.root=error",
                                "logging.level.io.omnihub=error",
                                "logging.level.org.apache.camel.dsl.yaml=error",
                                "logging.level.org.flywaydb.core.internal.command.DbMigrate=error",
                                "logging.level.org.apache.camel.impl.engine.AbstractCamelContext=error"),
                        own.stream())
                .map("--"::concat)
                .toList();
        // One that is given twice would be a list of both.
        Set<String> names = forced.stream().map(ScratchHub::name).collect(Collectors.toSet());
        String[] all = Stream.concat(
                        settings.stream().filter(argument -> !names.contains(name(argument))), forced.stream())
                .toArray(String[]::new);
        return new SpringApplicationBuilder(application)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .initializers(
                        context -> context.getBeanFactory().registerSingleton("nobodyLogsIn", new NobodyLogsIn()),
                        prepared)
                .run(all);
    }

    /// The name of a setting, however it is written.
    private static String name(String argument) {
        return argument.replaceFirst("=.*", "").replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
    }
}
