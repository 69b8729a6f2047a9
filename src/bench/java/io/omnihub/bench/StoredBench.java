package io.omnihub.bench;

import io.omnihub.store.Databases;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What a message costs while many are stored, against what it costs while few are: the engine on SQLite, each number
/// of entries in a file of its own, measured in turn.
final class StoredBench {

    private StoredBench() {}

    static void run(Settings settings, Report report, Path data) throws InterruptedException {
        List<AutoCloseable> open = new ArrayList<>();
        try {
            List<EngineBench> engines = new ArrayList<>();
            for (int count : settings.stored()) {
                Databases databases = Databases.sqlite(data.resolve("stored-" + count), 4);
                open.add(databases);
                EngineBench engine = new EngineBench(databases, Use::here);
                open.add(engine);
                engine.fill(count);
                engines.add(engine);
            }
            for (EngineBench engine : engines) {
                engine.engine(settings.warmUp());
            }
            for (int round = 0; round < settings.rounds(); round++) {
                for (int i = 0; i < engines.size(); i++) {
                    measure(report, name(settings.stored().get(i)), engines.get(i), settings.time());
                }
            }
            String few = name(settings.stored().getFirst());
            for (int count : settings.stored().subList(1, settings.stored().size())) {
                report.ratio(name(count) + ": ratio", name(count), few);
                report.ratio(name(count) + ": CPU, ratio", name(count) + ": CPU", few + ": CPU");
            }
        } finally {
            for (AutoCloseable each : open.reversed()) {
                close(each);
            }
        }
    }

    private static void measure(Report report, String name, EngineBench engine, Duration time)
            throws InterruptedException {
        Sample sample = engine.engine(time);
        report.add(name, sample);
        report.add(name + ": bytes written for one", "bytes", sample.written());
    }

    private static String name(int count) {
        return "engine, SQLite, %,d entries stored".formatted(count);
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
