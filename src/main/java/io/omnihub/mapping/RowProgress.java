package io.omnihub.mapping;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Route;
import org.jspecify.annotations.Nullable;

/// How far the files are that routes read row by row: as metrics, and so that one which was cut short goes on from
/// there. That is in memory: after a start of the hub each is read from its beginning.
final class RowProgress {

    /// So many files that were cut short are remembered; of more, the oldest begin anew.
    private static final int MOST = 100;

    private final MeterRegistry meters;
    private final Map<String, AtomicLong> left = new ConcurrentHashMap<>();
    private final Map<Key, Reading> readings = new LinkedHashMap<>();

    RowProgress(MeterRegistry meters) {
        this.meters = meters;
    }

    /// What is read. Another route of that id, or another mapping, may make something else of it: it begins anew.
    ///
    /// @param made null where nobody knows the route itself
    /// @param file empty where it has no name
    record Key(String route, @Nullable Route made, Mapping mapping, String file) {}

    /// @param length of the file, as its parts count what was read; 0 where nobody has told it
    Reading begin(Key key, long length) {
        AtomicLong rows = left.computeIfAbsent(key.route, this::gauge);
        synchronized (readings) {
            Reading before = readings.remove(key);
            RowMark taken = before == null || key.file.isEmpty() ? RowMark.BEGIN : before.mark;
            Reading reading = new Reading(key, length, rows, taken);
            readings.put(key, reading);
            return reading;
        }
    }

    /// Those that are read, and those that were cut short.
    List<LongFile> files() {
        synchronized (readings) {
            return readings.values().stream().map(Reading::file).toList();
        }
    }

    private AtomicLong gauge(String route) {
        AtomicLong rows = new AtomicLong();
        Gauge.builder("omnihub.rows.left", rows, AtomicLong::get)
                .description("Rows of the file that is read, about, that are still to be taken or refused")
                .tag("route", route)
                .register(meters);
        return rows;
    }

    private void forgetOldest() {
        List<Key> waiting = readings.values().stream()
                .filter(reading -> reading.waits)
                .map(reading -> reading.key)
                .toList();
        waiting.subList(0, Math.max(0, waiting.size() - MOST)).forEach(readings::remove);
    }

    /// Of one file.
    final class Reading {

        private final Key key;
        private final long length;
        private final AtomicLong left;
        private final RowMark taken;
        private volatile RowMark mark = RowMark.BEGIN;
        private volatile boolean waits;

        /// @param taken where it was cut short
        private Reading(Key key, long length, AtomicLong left, RowMark taken) {
            this.key = key;
            this.length = length;
            this.left = left;
            this.taken = taken;
        }

        /// Passes over what was taken before the file was cut short.
        ///
        /// @return whether what follows is to be taken; else it is another file of that name, to be cut anew
        boolean goesOn(RowPieces pieces) {
            RowMark at = RowMark.BEGIN;
            try {
                while (at.rows() < taken.rows() && pieces.hasNext()) {
                    at = at.behind(pieces.next());
                }
            } catch (BadInputException _) {
                // What was taken had no such thing.
                return false;
            }
            if (!at.equals(taken)) {
                return false;
            }
            mark = at;
            return true;
        }

        /// A piece is behind.
        void done(RowPieces.Part part) {
            mark = mark.behind(part);
            left.set(rowsLeft());
            meters.counter("omnihub.rows", "route", key.route).increment(part.rows());
        }

        /// However long the others are, they are told by those that were read.
        private long rowsLeft() {
            RowMark at = mark;
            return Math.max(0, (length - at.read()) * at.rows() / Math.max(at.read(), 1));
        }

        /// Nothing of it is left to be read.
        void end() {
            left.set(0);
            synchronized (readings) {
                readings.remove(key, this);
            }
        }

        /// It is to be read again, and goes on behind what was taken of it.
        void cutShort() {
            left.set(0);
            synchronized (readings) {
                waits = true;
                forgetOldest();
            }
        }

        private LongFile file() {
            return new LongFile(key.route, key.file, mark.rows(), rowsLeft(), waits);
        }
    }
}
