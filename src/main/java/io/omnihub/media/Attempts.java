package io.omnihub.media;

import static java.util.stream.Collectors.toUnmodifiableMap;

import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.channel.FetchesMedia;
import io.omnihub.conversation.BusyException;
import io.omnihub.conversation.Commands;
import io.omnihub.conversation.Conversation;
import io.omnihub.conversation.Conversations;
import io.omnihub.conversation.Engine;
import io.omnihub.conversation.Outcome;
import io.omnihub.log.LogReader;
import io.omnihub.media.Fetches.Fetch;
import io.omnihub.message.ChannelId;
import io.omnihub.message.Command;
import io.omnihub.message.Keys;
import io.omnihub.message.Media;
import io.omnihub.message.MessageRef;
import io.omnihub.message.Sender;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.store.Transaction;
import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One attempt to fetch: from the platform, outside of any transaction, into the blob store, and then told to the log.
final class Attempts {

    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

    private final Database database;
    private final Fetches fetches;
    private final LogReader log;
    private final Map<ChannelId, FetchesMedia> channels;
    private final PlayableVoices voices;
    private final Conversations conversations;
    private final Commands commands;
    private final Engine engine;
    private final Clock clock;

    Attempts(
            Database database,
            Fetches fetches,
            LogReader log,
            Collection<FetchesMedia> channels,
            PlayableVoices voices,
            Conversations conversations,
            Commands commands,
            Engine engine,
            Clock clock) {
        this.database = database;
        this.fetches = fetches;
        this.log = log;
        this.channels = channels.stream().collect(toUnmodifiableMap(FetchesMedia::channel, Function.identity()));
        this.voices = voices;
        this.conversations = conversations;
        this.commands = commands;
        this.engine = engine;
        this.clock = clock;
    }

    void run(Fetch fetch) {
        Optional<Media> media = database.read(
                Tenants.of(fetch.tenant()),
                tx -> log.find(tx, fetch.tenant(), fetch.conversation(), fetch.sequence())
                        .flatMap(entry -> MediaParts.unfetched(entry, fetch.part())));
        FetchesMedia channel = channels.get(fetch.channel());
        Conversation conversation =
                conversations.find(fetch.tenant(), fetch.conversation()).orElse(null);
        if (media.isEmpty() || channel == null || conversation == null) {
            record(fetch, (tx, now) -> fetches.failed(tx, fetch, "there is nothing to fetch any more", now));
            return;
        }
        try {
            attempt(fetch, conversation, channel, media.get());
        } catch (BusyException _) {
            record(fetch, (tx, now) -> fetches.retry(tx, fetch, "the hub is busy", false, now));
        }
    }

    private void attempt(Fetch fetch, Conversation conversation, FetchesMedia channel, Media media) {
        if (fetches.isLost(fetch)) {
            giveUp(fetch, conversation, media, "its attempts ended without any outcome, again and again");
            return;
        }
        try {
            tell(fetch, conversation, voices.playable(channel.fetch(fetch.tenant(), fetch.inbox(), media)));
        } catch (BusyException e) {
            throw e;
        } catch (ChannelRejectedException e) {
            giveUp(fetch, conversation, media, Objects.toString(e.getMessage(), ""));
        } catch (ChannelUnavailableException e) {
            retry(fetch, conversation, media, Objects.toString(e.getMessage(), ""), false);
        } catch (RuntimeException e) {
            LOG.error("Media of {} could not be fetched", fetch.id(), e);
            retry(
                    fetch,
                    conversation,
                    media,
                    "a fault of the hub, " + e.getClass().getSimpleName(),
                    true);
        }
    }

    private void retry(Fetch fetch, Conversation conversation, Media media, String reason, boolean fault) {
        if (fetches.isOver(fetch, fault, clock.millis())) {
            giveUp(fetch, conversation, media, reason);
        } else {
            record(fetch, (tx, now) -> fetches.retry(tx, fetch, reason, fault, now));
        }
    }

    /// The log is told first: whoever reads the entry shall know why nothing follows, whatever happens in between.
    private void giveUp(Fetch fetch, Conversation conversation, Media media, String reason) {
        Command attach = new Command.AttachMedia(MessageRef.of(fetch.sequence()), fetch.part(), media, words(reason));
        submit(conversation, Keys.event("media-given-up." + fetch.id()), attach);
        record(fetch, (tx, now) -> fetches.failed(tx, fetch, reason, now));
    }

    private static String words(String reason) {
        return reason.isBlank() ? "the channel gave no reason" : reason;
    }

    private void tell(Fetch fetch, Conversation conversation, Media stored) {
        Command attach = new Command.AttachMedia(MessageRef.of(fetch.sequence()), fetch.part(), stored);
        String key = Keys.event("media." + fetch.id());
        Outcome outcome = submit(conversation, key, attach);
        record(fetch, (tx, now) -> {
            switch (outcome) {
                case Outcome.Stored _, Outcome.Waiting _ -> fetches.stored(tx, fetch, now);
                // An earlier attempt, whose end was not recorded, got it too.
                case Outcome.Refused(Outcome.Reason reason, String _)
                when reason == Outcome.Reason.KEY_CONFLICT -> fetches.stored(tx, fetch, now);
                case Outcome.Refused refused -> fetches.failed(tx, fetch, refused.detail(), now);
                case Outcome.Dead dead -> fetches.failed(tx, fetch, dead.reason(), now);
            }
        });
    }

    private Outcome submit(Conversation conversation, String key, Command attach) {
        try {
            return engine.submit(commands.event(conversation, Sender.HUB, key, attach))
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof BusyException busy ? busy : e;
        }
    }

    private void record(Fetch fetch, End end) {
        database.write(Tenants.of(fetch.tenant()), tx -> {
            end.record(tx, clock.millis());
            return fetch;
        });
    }

    /// Records how an attempt ended.
    @FunctionalInterface
    private interface End {
        void record(Transaction tx, long now);
    }
}
