package io.omnihub.channel;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

final class TroubleLogTests {

    private final AtomicLong nanos = new AtomicLong();

    @Test
    void aThousandFailuresAreTwoLines() {
        Logger logger = (Logger) LoggerFactory.getLogger("trouble-test");
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        TroubleLog log = new TroubleLog(logger, Level.ERROR, "It works again", nanos::get);
        for (int i = 0; i < 1_000; i++) {
            log.fails("It fails", new IllegalStateException("why"));
            // Some work in between: the trouble is not over.
            log.works();
        }
        log.fails("It fails in another way", null);
        nanos.addAndGet(TimeUnit.MINUTES.toNanos(2));
        log.works();
        log.works();
        log.fails("It fails", null);

        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "It fails. The same again is counted, not written.",
                        "It fails in another way. The same again is counted, not written.",
                        "It works again: it had failed 1001 times within 0 s, at last by It fails in another way",
                        "It fails. The same again is counted, not written.");
        assertThat(lines.list.getFirst().getThrowableProxy()).isNotNull();
    }
}
