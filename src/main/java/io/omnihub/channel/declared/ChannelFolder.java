package io.omnihub.channel.declared;

import io.omnihub.channel.ChannelInboxes;
import io.omnihub.channel.Inboxes;
import io.omnihub.message.ChannelId;
import io.omnihub.watch.Seen;
import io.omnihub.watch.WatchedFolder;
import io.omnihub.yaml.Problem;
import java.nio.charset.CharacterCodingException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the declared channels as the files of a folder say. One that is wrong is refused, and what it declared before
/// stays.
final class ChannelFolder {

    private static final Logger LOG = LoggerFactory.getLogger(ChannelFolder.class);

    private final WatchedFolder folder;
    private final DeclaredChannels channels;
    private final Set<ChannelId> others;
    private final UnaryOperator<String> resolved;
    private final Map<String, String> done = new HashMap<>();
    private Map<String, DeclaredChannel> standing = Map.of();
    private final Map<String, RefusedChannelFile> refused = new TreeMap<>();
    private final Clock clock;

    /// @param others   the channels that Java declares
    /// @param resolved puts in what placeholders name
    ChannelFolder(
            WatchedFolder folder,
            DeclaredChannels channels,
            List<ChannelInboxes<?>> others,
            UnaryOperator<String> resolved,
            Clock clock) {
        this.folder = folder;
        this.channels = channels;
        this.others = others.stream().map(ChannelInboxes::channel).collect(Collectors.toUnmodifiableSet());
        this.resolved = resolved;
        this.clock = clock;
    }

    /// Reads what there is at the start, before anything comes or goes.
    synchronized void begin(Inboxes inboxes) throws InterruptedException {
        take(folder.lookUntilSettled(), inboxes);
    }

    /// Looks what has changed.
    synchronized void look(Inboxes inboxes) {
        take(folder.look(), inboxes);
    }

    private void take(Map<String, Seen> now, Inboxes inboxes) {
        Set.copyOf(done.keySet()).stream()
                .filter(file -> !now.containsKey(file))
                .forEach(file -> forget(file, inboxes));
        new TreeMap<>(now).forEach((file, seen) -> {
            String mark = mark(seen);
            if (!mark.equals(done.get(file))) {
                apply(file, seen, inboxes);
                done.put(file, mark);
            }
        });
    }

    private static String mark(Seen seen) {
        return switch (seen) {
            case Seen.Whole whole -> whole.hash();
            case Seen.Refused wrong -> wrong.reason();
        };
    }

    private void forget(String file, Inboxes inboxes) {
        if (standing.containsKey(file)) {
            Map<String, DeclaredChannel> next = new TreeMap<>(standing);
            next.remove(file);
            stand(next, inboxes);
            LOG.info("The channel of {} is gone", file);
        }
        refuse(file, null);
        done.remove(file);
    }

    private void apply(String file, Seen seen, Inboxes inboxes) {
        try {
            String text = text(file, seen);
            if (ChannelFile.declares(file, text, others)) {
                stand(file, ChannelFile.read(file, text, resolved), inboxes);
            } else if (standing.containsKey(file)) {
                throw new RefusedFileException(file, 0, "it no longer says what the channel can do: capabilities");
            }
            refuse(file, null);
        } catch (RefusedFileException e) {
            refuse(file, e.problem());
        }
    }

    private static String text(String file, Seen seen) {
        try {
            return switch (seen) {
                case Seen.Whole whole -> whole.text();
                case Seen.Refused wrong -> throw new RefusedFileException(file, 0, wrong.reason());
            };
        } catch (CharacterCodingException _) {
            throw new RefusedFileException(file, 0, "it can't be read as text in UTF-8");
        }
    }

    private void stand(String file, DeclaredChannel channel, Inboxes inboxes) {
        if (others.contains(channel.id())) {
            throw new RefusedFileException(file, 0, "the channel " + channel.id() + " is one of the hub's own");
        }
        Map<String, DeclaredChannel> next = new TreeMap<>(standing);
        next.put(file, channel);
        try {
            stand(next, inboxes);
        } catch (IllegalArgumentException e) {
            throw new RefusedFileException(file, 0, e.getMessage() + "");
        }
        LOG.info(
                "The channel {} has the inboxes {}",
                channel.id(),
                channel.accounts().keySet());
    }

    /// What can't be leaves all as it was, also where the database is away.
    private void stand(Map<String, DeclaredChannel> next, Inboxes inboxes) {
        channels.set(next.values());
        try {
            inboxes.refresh();
        } catch (RuntimeException e) {
            channels.set(standing.values());
            throw e;
        }
        standing = next;
    }

    private void refuse(String file, @Nullable Problem problem) {
        if (problem == null) {
            refused.remove(file);
        } else {
            LOG.error("A file of a channel is refused, and what it said before stays. {}", problem);
            refused.put(file, new RefusedChannelFile(problem, standing.containsKey(file), clock.instant()));
        }
        channels.refuse(refused);
    }
}
