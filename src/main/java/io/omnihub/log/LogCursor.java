package io.omnihub.log;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// How far somebody outside has read the log: the last position of each partition, in one epoch. No clock is asked, so
/// it tells exactly what came later, however the clocks of nodes differ. Opaque to those who keep it.
///
/// @param positions of the partitions from 0 on; one that came later is read from its beginning
public record LogCursor(long epoch, List<Long> positions) {

    private static final int RADIX = Character.MAX_RADIX;

    /// The epoch, and the positions.
    private static final Pattern FORM = Pattern.compile("([0-9a-z]{1,12})-((?:[0-9a-z]{1,12}(?:\\.(?!$)|$))*)");

    /// More than any number of partitions fills.
    private static final int LONGEST = 4_000;

    public LogCursor {
        positions = List.copyOf(positions);
    }

    /// @return empty where it is none
    public static Optional<LogCursor> parse(String text) {
        Matcher found = FORM.matcher(text);
        if (text.length() > LONGEST || !found.matches()) {
            return Optional.empty();
        }
        List<Long> positions = Arrays.stream(found.group(2).split("\\."))
                .filter(number -> !number.isEmpty())
                .map(number -> Long.parseLong(number, RADIX))
                .toList();
        return Optional.of(new LogCursor(Long.parseLong(found.group(1), RADIX), positions));
    }

    /// As clients keep it.
    public String text() {
        return Long.toString(epoch, RADIX)
                + "-"
                + positions.stream()
                        .map(position -> Long.toString(position, RADIX))
                        .collect(Collectors.joining("."));
    }

    /// The last position of a partition.
    public long position(int partition) {
        return partition < positions.size() ? positions.get(partition) : 0;
    }

    /// What has come since: in a partition the log's time does not go back, so what came after an entry has its time or
    /// a later one. Times of two partitions are never compared.
    ///
    /// @param times by partition, of those only that have more
    public record Since(Map<Integer, Instant> times) {
        public Since {
            times = Map.copyOf(times);
        }
    }
}
