package io.omnihub.operations;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.CoreConstants;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.pattern.Converter;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.boot.logging.logback.ExtendedWhitespaceThrowableProxyConverter;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/// Makes the log escape what it is told, messages and those of exceptions alike: whatever of a stranger's stands in it,
/// it begins no line of its own and turns no terminal's colour. The lines of a failed start are the hub's own.
final class LogEscapes implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

    private static final String OWN_LINES = "org.springframework.boot.diagnostics.";

    /// Right after the log has been set up.
    @Override
    public int getOrder() {
        return LoggingApplicationListener.DEFAULT_ORDER + 1;
    }

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        ILoggerFactory factory = LoggerFactory.getILoggerFactory();
        if (factory instanceof LoggerContext context) {
            apply(context);
        }
    }

    static void apply(LoggerContext context) {
        Map<String, Supplier<? extends Converter<?>>> rules = new HashMap<>(rules(context));
        for (String word : new String[] {"m", "msg", "message"}) {
            rules.put(word, EscapedMessage::new);
        }
        for (String word : new String[] {"ex", "exception", "throwable", "wex", "wEx", "xEx", "xException"}) {
            rules.put(word, EscapedThrowable::new);
        }
        context.putObject(CoreConstants.PATTERN_RULE_REGISTRY_FOR_SUPPLIERS, rules);
        for (Logger logger : context.getLoggerList()) {
            logger.iteratorForAppenders().forEachRemaining(LogEscapes::readPatternAgain);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Supplier<? extends Converter<?>>> rules(LoggerContext context) {
        return Objects.requireNonNullElseGet(
                (Map<String, Supplier<? extends Converter<?>>>)
                        context.getObject(CoreConstants.PATTERN_RULE_REGISTRY_FOR_SUPPLIERS),
                Map::of);
    }

    private static void readPatternAgain(Appender<ILoggingEvent> appender) {
        if (appender instanceof OutputStreamAppender<ILoggingEvent> stream
                && stream.getEncoder() instanceof PatternLayoutEncoder encoder) {
            encoder.stop();
            encoder.start();
        }
    }

    /// The message of an event.
    static final class EscapedMessage extends MessageConverter {

        @Override
        public String convert(ILoggingEvent event) {
            String message = event.getFormattedMessage();
            return event.getLoggerName().startsWith(OWN_LINES) ? message : LogText.escape(message);
        }
    }

    /// The exception of an event.
    static final class EscapedThrowable extends ExtendedWhitespaceThrowableProxyConverter {

        @Override
        protected String throwableProxyToString(IThrowableProxy thrown) {
            return super.throwableProxyToString(new EscapedProxy(thrown));
        }
    }
}
