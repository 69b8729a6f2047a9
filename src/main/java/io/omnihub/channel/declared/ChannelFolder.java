package io.omnihub.channel.declared;

import io.omnihub.channel.ChannelInboxes;
import io.omnihub.channel.Inboxes;
import io.omnihub.message.ChannelId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the declared channels as the files of a folder say. A file counts once it has stayed as it is for a moment;
/// one
/// that is wrong is refused, and what it declared before stays.
final class ChannelFolder {

    private static final Logger LOG = LoggerFactory.getLogger(ChannelFolder.class);

    private final Path folder;
    private final DeclaredChannels channels;
    private final Set<ChannelId> others;
    private final UnaryOperator<String> resolved;
    private final Map<String, Stamp> seen = new HashMap<>();
    private final Map<String, Stamp> done = new HashMap<>();
    private final Map<String, DeclaredChannel> standing = new TreeMap<>();
    private volatile Map<String, String> refused = Map.of();

    /// @param others   the channels that Java declares
    /// @param resolved puts in what placeholders name
    ChannelFolder(
            Path folder, DeclaredChannels channels, List<ChannelInboxes<?>> others, UnaryOperator<String> resolved) {
        this.folder = folder;
        this.channels = channels;
        this.others = others.stream().map(ChannelInboxes::channel).collect(Collectors.toUnmodifiableSet());
        this.resolved = resolved;
    }

    /// Reads what there is at the start, when nobody knows of any inbox yet.
    synchronized void read() {
        stamps().forEach((file, stamp) -> {
            apply(file, stamp, () -> {});
        });
    }

    /// Looks what has changed.
    synchronized void look(Inboxes inboxes) {
        Map<String, Stamp> now = stamps();
        Set<String> gone =
                done.keySet().stream().filter(file -> !now.containsKey(file)).collect(Collectors.toUnmodifiableSet());
        gone.forEach(file -> forget(file, inboxes));
        now.forEach((file, stamp) -> {
            boolean settled = stamp.equals(seen.put(file, stamp));
            if (settled && !stamp.equals(done.get(file))) {
                apply(file, stamp, inboxes::refresh);
            }
        });
        seen.keySet().retainAll(now.keySet());
    }

    /// The files that are refused as they stand, with where and why.
    Map<String, String> refused() {
        return refused;
    }

    private void forget(String file, Inboxes inboxes) {
        done.remove(file);
        refuse(file, null);
        if (standing.remove(file) != null) {
            channels.set(standing.values());
            inboxes.refresh();
            LOG.info("The channel of {} is gone", file);
        }
    }

    private void apply(String file, Stamp stamp, Runnable refresh) {
        try {
            String text = Files.readString(folder.resolve(file));
            if (ChannelFile.declares(text)) {
                stand(file, ChannelFile.read(file, text, resolved), refresh);
            } else if (standing.containsKey(file)) {
                throw new RefusedFileException(file, 0, "it no longer says what the channel can do: capabilities");
            }
            done.put(file, stamp);
            refuse(file, null);
        } catch (NoSuchFileException _) {
            // The next look finds it gone.
        } catch (IOException _) {
            done.put(file, stamp);
            refuse(file, file + ": it can't be read as text in UTF-8");
        } catch (RefusedFileException e) {
            done.put(file, stamp);
            refuse(file, Objects.toString(e.getMessage(), file));
        }
    }

    private void stand(String file, DeclaredChannel channel, Runnable refresh) {
        if (others.contains(channel.id())) {
            throw new RefusedFileException(file, 0, "the channel " + channel.id() + " is one of the hub's own");
        }
        DeclaredChannel before = standing.put(file, channel);
        channels.set(standing.values());
        try {
            refresh.run();
        } catch (RuntimeException e) {
            if (before == null) {
                standing.remove(file);
            } else {
                standing.put(file, before);
            }
            channels.set(standing.values());
            throw e instanceof IllegalArgumentException ? new RefusedFileException(file, 0, e.getMessage() + "") : e;
        }
        LOG.info(
                "The channel {} has the inboxes {}",
                channel.id(),
                channel.accounts().keySet());
    }

    private void refuse(String file, @Nullable String reason) {
        Map<String, String> next = new TreeMap<>(refused);
        if (reason == null) {
            next.remove(file);
        } else {
            LOG.error("A file of a channel is refused, and what it said before stays. {}", reason);
            next.put(file, reason);
        }
        refused = Map.copyOf(next);
    }

    private Map<String, Stamp> stamps() {
        Map<String, Stamp> stamps = new TreeMap<>();
        if (!Files.isDirectory(folder)) {
            return stamps;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (ChannelFile.isRead(name)) {
                    stamp(file).ifPresent(stamp -> stamps.put(name, stamp));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return stamps;
    }

    private static Optional<Stamp> stamp(Path file) throws IOException {
        try {
            BasicFileAttributes of = Files.readAttributes(file, BasicFileAttributes.class);
            return of.isRegularFile()
                    ? Optional.of(new Stamp(of.lastModifiedTime(), of.size(), String.valueOf(of.fileKey())))
                    : Optional.empty();
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    private record Stamp(FileTime time, long size, String key) {}
}
