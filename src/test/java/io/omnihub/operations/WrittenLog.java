package io.omnihub.operations;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.OutputStreamAppender;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.slf4j.LoggerFactory;

/// What the hub writes to its log meanwhile, as it stands there.
public final class WrittenLog implements AutoCloseable {

    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
    private final Logger root = context().getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final PatternLayoutEncoder encoder = encoder(root);
    private final Appender<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            event.prepareForDeferredProcessing();
            events.add(event);
        }
    };

    public WrittenLog() {
        appender.setContext(context());
        appender.start();
        root.addAppender(appender);
    }

    /// The lines, as they would stand in a file.
    public List<String> lines() {
        return text().lines().toList();
    }

    public String text() {
        return events.stream().map(this::text).collect(Collectors.joining());
    }

    /// The events that somebody should look at, or that tell of an exception.
    public List<String> alarms() {
        return events.stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.ERROR) || event.getThrowableProxy() != null)
                .map(this::text)
                .toList();
    }

    @Override
    public void close() {
        root.detachAppender(appender);
        appender.stop();
    }

    private String text(ILoggingEvent event) {
        return new String(encoder.encode(event), StandardCharsets.UTF_8);
    }

    private static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }

    /// The one that writes the console.
    private static PatternLayoutEncoder encoder(Logger root) {
        Iterable<Appender<ILoggingEvent>> appenders = root::iteratorForAppenders;
        return StreamSupport.stream(appenders.spliterator(), false)
                .filter(OutputStreamAppender.class::isInstance)
                .map(appender -> ((OutputStreamAppender<ILoggingEvent>) appender).getEncoder())
                .filter(PatternLayoutEncoder.class::isInstance)
                .map(PatternLayoutEncoder.class::cast)
                .findFirst()
                .orElseThrow();
    }
}
