package io.omnihub.route;

import io.omnihub.channel.ChannelStatus.Reason;
import io.omnihub.channel.ChannelStatuses;
import io.omnihub.channel.ChannelStatuses.Voice;
import io.omnihub.channel.TroubleLog;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Objects;
import java.util.regex.Pattern;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.FileEndpoint;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.spi.PollingConsumerPollStrategy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.dao.DataAccessException;

/// How what a route polls does, told to its inbox, and to the log once. What the route itself fails on says nothing of
/// it.
final class ToldPoll implements PollingConsumerPollStrategy, ExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ToldPoll.class);
    private static final Pattern REFUSED = Pattern.compile("(?i)\\b(auth|log ?in|password|530)\\b");
    private static final int LONGEST = 200;

    private final ChannelStatuses statuses;
    private final TenantId tenant;
    private final InboxId inbox;
    private final PollingConsumerPollStrategy own;
    private final ExceptionHandler others;
    private final TroubleLog trouble;
    private final String route;
    private volatile @Nullable Throwable told;

    /// @param route  that polls
    /// @param own    what the endpoint does before and after a poll
    /// @param others takes what is no failure of what is polled
    ToldPoll(
            ChannelStatuses statuses,
            TenantId tenant,
            InboxId inbox,
            String route,
            PollingConsumerPollStrategy own,
            ExceptionHandler others) {
        this.statuses = statuses;
        this.tenant = tenant;
        this.inbox = inbox;
        this.route = route;
        this.own = own;
        this.others = others;
        this.trouble = new TroubleLog(LOG, Level.WARN, "What the route " + route + " polls is there again");
    }

    PollingConsumerPollStrategy own() {
        return own;
    }

    ExceptionHandler others() {
        return others;
    }

    /// Nobody polls it any more.
    void end() {
        statuses.forget(tenant, inbox, Voice.POLL);
    }

    @Override
    public boolean begin(Consumer consumer, Endpoint endpoint) {
        return own.begin(consumer, endpoint);
    }

    @Override
    public void commit(Consumer consumer, Endpoint endpoint, int polled) {
        own.commit(consumer, endpoint, polled);
        if (endpoint instanceof FileEndpoint files && !isThere(files.getFile().toPath())) {
            offline(Reason.UNREACHABLE, "its folder is not there, or can't be read");
        } else {
            statuses.online(tenant, inbox, Voice.POLL);
            trouble.works();
        }
    }

    @Override
    public boolean rollback(Consumer consumer, Endpoint endpoint, int retries, Exception cause) throws Exception {
        if (endpoint instanceof GenericFileEndpoint<?>) {
            String words = words(cause);
            offline(
                    REFUSED.matcher(words).find() ? Reason.CREDENTIALS : Reason.UNREACHABLE,
                    "its files can't be fetched: " + words);
            told = cause;
        } else if (cause instanceof DataAccessException || cause instanceof SQLException) {
            offline(Reason.UNREACHABLE, "its database can't be asked");
            told = cause;
        }
        return own.rollback(consumer, endpoint, retries, cause);
    }

    @Override
    public void handleException(Throwable cause) {
        handleException("", cause);
    }

    @Override
    public void handleException(@Nullable String message, Throwable cause) {
        handleException(message, null, cause);
    }

    @Override
    public void handleException(@Nullable String message, @Nullable Exchange exchange, Throwable cause) {
        if (Objects.equals(cause, told)) {
            told = null;
        } else {
            others.handleException(message, exchange, cause);
        }
    }

    private void offline(Reason reason, String sentence) {
        statuses.offline(tenant, inbox, Voice.POLL, reason, sentence);
        trouble.fails("The route " + route + " gets nothing for the inbox " + inbox + ": " + sentence, null);
    }

    private static boolean isThere(Path folder) {
        return Files.isDirectory(folder) && Files.isReadable(folder);
    }

    /// The innermost words: no file was opened yet, so they are of nobody's data.
    private static String words(Throwable cause) {
        Throwable inner = cause;
        while (inner.getCause() != null) {
            inner = inner.getCause();
        }
        String words = Objects.requireNonNullElse(
                        inner.getMessage(), inner.getClass().getSimpleName())
                .replaceAll("[\\s\\p{Cntrl}]+", " ")
                .strip();
        return words.length() > LONGEST ? words.substring(0, LONGEST) : words;
    }
}
