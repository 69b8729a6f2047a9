package io.omnihub.mapping;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// How far the files are that routes read row by row, as metrics.
final class RowProgress {

    private final MeterRegistry meters;
    private final Map<String, AtomicLong> left = new ConcurrentHashMap<>();

    RowProgress(MeterRegistry meters) {
        this.meters = meters;
    }

    /// @param length of the file, as its parts count what was read; 0 where nobody has told it
    Reading begin(String route, long length) {
        AtomicLong rows = left.computeIfAbsent(route, this::gauge);
        return new Reading(route, length, rows);
    }

    private AtomicLong gauge(String route) {
        AtomicLong rows = new AtomicLong();
        Gauge.builder("omnihub.rows.left", rows, AtomicLong::get)
                .description("Rows of the file that is read, about, that are still to be taken or refused")
                .tag("route", route)
                .register(meters);
        return rows;
    }

    /// Of one file.
    final class Reading {

        private final String route;
        private final long length;
        private final AtomicLong left;
        private long rows;
        private long read;

        private Reading(String route, long length, AtomicLong left) {
            this.route = route;
            this.length = length;
            this.left = left;
        }

        /// A piece is behind.
        void done(RowPieces.Part part) {
            rows += part.rows();
            read += part.read();
            // However long the others are, they are told by those that were read.
            left.set(Math.max(0, (length - read) * rows / Math.max(read, 1)));
            meters.counter("omnihub.rows", "route", route).increment(part.rows());
        }

        void end() {
            left.set(0);
        }
    }
}
