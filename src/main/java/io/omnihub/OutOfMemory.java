package io.omnihub;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/// Ends the process where the memory did not suffice: some thread has lost what it was doing, and nobody knows which.
/// The JVM does so itself with `-XX:+ExitOnOutOfMemoryError`; without that flag, the first thread that ends by it, and
/// the first log line that tells of it, do.
final class OutOfMemory {

    /// The JVM's own for this.
    private static final int STATUS = 3;

    private static final byte[] LAST_WORDS =
            "Terminating due to java.lang.OutOfMemoryError: OmniHub needs more heap (-Xmx).\n"
                    .getBytes(StandardCharsets.UTF_8);

    private OutOfMemory() {}

    static void endsTheProcess() {
        Thread.setDefaultUncaughtExceptionHandler((thread, fault) -> {
            endAt(fault);
            LoggerFactory.getLogger(OmniHub.class).error("The thread {} ended by a fault", thread.getName(), fault);
        });
    }

    /// To be called when the log has been set up.
    static void endsTheProcessWhenLogged() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.addTurboFilter(new Watch());
        }
    }

    /// Nothing may be made here: there is no memory.
    private static void endAt(@Nullable Throwable fault) {
        for (Throwable each = fault; each != null; each = each.getCause()) {
            // Those of libraries, as for buffers outside the heap, are limits of their own.
            if (each.getClass() == OutOfMemoryError.class) {
                System.err.write(LAST_WORDS, 0, LAST_WORDS.length);
                System.err.flush();
                Runtime.getRuntime().halt(STATUS);
            }
        }
    }

    private static final class Watch extends TurboFilter {

        @Override
        public FilterReply decide(
                @Nullable Marker marker,
                Logger logger,
                Level level,
                @Nullable String format,
                Object @Nullable [] parameters,
                @Nullable Throwable fault) {
            endAt(fault);
            return FilterReply.NEUTRAL;
        }
    }
}
