package io.omnihub.media;

import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.channel.ChannelStatus.Reason;
import io.omnihub.channel.ChannelStatuses;
import io.omnihub.channel.ChannelStatuses.Voice;
import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.channel.FetchesMedia;
import io.omnihub.conversation.Commands;
import io.omnihub.conversation.Conversation;
import io.omnihub.conversation.Conversations;
import io.omnihub.conversation.Outcome;
import io.omnihub.errand.Alongside;
import io.omnihub.errand.Errand;
import io.omnihub.errand.ErrandHandler;
import io.omnihub.errand.ErrandId;
import io.omnihub.errand.NewErrand;
import io.omnihub.errand.Telling;
import io.omnihub.log.LogReader;
import io.omnihub.message.ChannelId;
import io.omnihub.message.Command;
import io.omnihub.message.ConversationId;
import io.omnihub.message.Entry;
import io.omnihub.message.Keys;
import io.omnihub.message.Media;
import io.omnihub.message.MessageRef;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The errands by which media come from a platform into the blob store, and what the log is told of each.
final class Fetches implements ErrandHandler, Telling {

    /// In the metadata of an entry that tells why bytes can't be had: the platform's error code, or a word of the
    /// hub's.
    private static final String CODE = "code";

    /// The word for what was tried for long enough.
    private static final String GIVEN_UP = "given-up";

    private static final Logger LOG = LoggerFactory.getLogger(Fetches.class);

    private final Database database;
    private final LogReader log;
    private final List<FetchesMedia> channels;
    private final ChannelStatuses statuses;
    private final PlayableVoices voices;
    private final Conversations conversations;
    private final Commands commands;

    /// @param channels those that can fetch
    Fetches(
            Database database,
            LogReader log,
            List<FetchesMedia> channels,
            ChannelStatuses statuses,
            PlayableVoices voices,
            Conversations conversations,
            Commands commands) {
        this.database = database;
        this.log = log;
        this.channels = List.copyOf(channels);
        this.statuses = statuses;
        this.voices = voices;
        this.conversations = conversations;
        this.commands = commands;
    }

    /// The errand that fetches a part of a message.
    static NewErrand of(Entry entry, int part) {
        return new NewErrand(
                new ErrandId(entry.conversation().value(), entry.sequence(), part),
                entry.tenant(),
                entry.channel().value(),
                entry.inbox(),
                "");
    }

    /// Who fetches for a channel.
    Optional<FetchesMedia> of(ChannelId channel) {
        return channels.stream().filter(each -> each.fetches(channel)).findFirst();
    }

    @Override
    public String run(Errand fetch, Consumer<Alongside> alongside) {
        FetchesMedia channel = of(new ChannelId(fetch.target())).orElse(null);
        Media media = unfetched(fetch).orElse(null);
        if (channel == null || media == null) {
            throw new ChannelRejectedException("gone", "there is nothing to fetch any more");
        }
        return StoredMedia.write(voices.playable(fetch(channel, fetch, media)));
    }

    private Media fetch(FetchesMedia channel, Errand fetch, Media media) {
        try {
            Media fetched = channel.fetch(fetch.tenant(), fetch.inbox(), media);
            statuses.online(fetch.tenant(), fetch.inbox(), Voice.FETCH);
            return fetched;
        } catch (ChannelUnavailableException e) {
            statuses.degraded(
                    fetch.tenant(),
                    fetch.inbox(),
                    Voice.FETCH,
                    Reason.FETCH,
                    "The last file of a customer could not be fetched, and is tried again: " + e.getMessage());
            throw e;
        } catch (ChannelRejectedException e) {
            // It was answered, and is not tried again.
            statuses.online(fetch.tenant(), fetch.inbox(), Voice.FETCH);
            throw e;
        }
    }

    private void givenUp(Errand fetch) {
        statuses.degraded(
                fetch.tenant(),
                fetch.inbox(),
                Voice.FETCH,
                Reason.FETCH,
                "The last file of a customer could not be fetched, and is given up: " + words(fetch.reason()));
    }

    @Override
    public CompletableFuture<?> tell(Errand ended) {
        Optional<Conversation> conversation = conversations.find(ended.tenant(), conversation(ended));
        Optional<Media> media = unfetched(ended);
        if (conversation.isEmpty() || media.isEmpty()) {
            return CompletableFuture.completedFuture("nobody asks for it any more");
        }
        boolean done = ended.state().equals(Errand.DONE);
        if (ended.state().equals(Errand.DEAD)) {
            givenUp(ended);
        }
        MessageRef message = MessageRef.of(ended.id().place());
        int part = ended.id().part();
        Command attach = done
                ? new Command.AttachMedia(message, part, StoredMedia.read(ended.result()))
                : new Command.AttachMedia(message, part, media.get(), words(ended.reason()));
        // Each round of attempts has an end of its own.
        String round = ended.replays() == 0 ? "" : "." + ended.replays();
        String key = Keys.event((done ? "media." : "media-given-up.") + ended.id() + round);
        Map<String, String> facts = done ? Map.of() : Map.of(CODE, ended.code().isEmpty() ? GIVEN_UP : ended.code());
        return commands.tell(conversation.get(), key, attach, facts).thenAccept(outcome -> check(ended, outcome));
    }

    /// The media of the part, as the log has them, unless they are stored already.
    private Optional<Media> unfetched(Errand fetch) {
        return database.read(
                Tenants.of(fetch.tenant()),
                tx -> log.find(
                                tx,
                                fetch.tenant(),
                                conversation(fetch),
                                fetch.id().place())
                        .flatMap(entry -> MediaParts.unfetched(entry, fetch.id().part())));
    }

    private static String words(String reason) {
        return reason.isBlank() ? "the channel gave no reason" : reason;
    }

    private static void check(Errand fetch, Outcome outcome) {
        switch (outcome) {
            case Outcome.Stored _, Outcome.Waiting _ -> {}
            // An earlier attempt, whose end was not recorded, was told of.
            case Outcome.Refused(Outcome.Reason reason, String _) when reason == Outcome.Reason.KEY_CONFLICT -> {}
            case Outcome.Refused refused ->
                LOG.error("The log refused what became of the fetch {}: {}", fetch.id(), refused.detail());
            case Outcome.Dead dead ->
                LOG.error("What became of the fetch {} is a dead letter: {}", fetch.id(), dead.reason());
        }
    }

    private static ConversationId conversation(Errand fetch) {
        return new ConversationId(fetch.id().lane());
    }
}
