package io.omnihub.operations;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggerConfiguration;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.jmx.export.annotation.ManagedAttribute;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedOperationParameter;
import org.springframework.jmx.export.annotation.ManagedResource;

/// How much the log says, until the next start.
@ManagedResource(objectName = "io.omnihub:type=LogLevels", description = "How much the log says, until the next start")
public final class LogLevels {

    /// Of libraries, what is said below this may hold what customers write.
    private static final String OWN = "io.omnihub";

    private final LoggingSystem logging;

    LogLevels(LoggingSystem logging) {
        this.logging = logging;
    }

    @ManagedAttribute(description = "The loggers that have a level of their own")
    public Map<String, String> getLevels() {
        Map<String, String> levels = new TreeMap<>();
        for (LoggerConfiguration each : logging.getLoggerConfigurations()) {
            if (each.getConfiguredLevel() != null) {
                levels.put(each.getName(), each.getConfiguredLevel().name());
            }
        }
        return levels;
    }

    @ManagedOperation(description = "Sets the level of a logger; below INFO only the hub's own")
    @ManagedOperationParameter(name = "logger", description = "such as io.omnihub.delivery")
    @ManagedOperationParameter(name = "level", description = "TRACE, DEBUG, INFO, WARN, ERROR or OFF")
    public String set(String logger, String level) {
        LogLevel wanted = Arrays.stream(LogLevel.values())
                .filter(each -> each.name().equals(level.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("level: there is none of this name"));
        boolean own = logger.equals(OWN) || logger.startsWith(OWN + ".");
        if (wanted.compareTo(LogLevel.INFO) < 0 && !own) {
            throw new IllegalArgumentException(
                    "logger: below INFO libraries may log what customers write; only " + OWN + " may be set so");
        }
        logging.setLogLevel(logger, wanted);
        return logger + " is at " + wanted;
    }
}
