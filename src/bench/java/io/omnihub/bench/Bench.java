package io.omnihub.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.util.FileSystemUtils;

/// Runs the benchmarks: see docs/performance.md.
public final class Bench {

    private static final Path OUTPUT = Path.of("target", "bench");

    private Bench() {}

    /// @param arguments `only=engine,callbacks,sockets,idle,quiet,records,webhooks,mail,mapping,start`,
    /// `callbacks=wechat,feishu`, `stored=10000,10000000`, `rounds=5`, `seconds=10`, `warmup=15`, `profile=true`
    public static void main(String... arguments) throws Exception {
        Settings settings = Settings.of(arguments);
        Report report = new Report(settings);
        try {
            measure(settings, report, fresh(OUTPUT.resolve("data")));
        } finally {
            // Also what was measured before something failed.
            report.print();
            System.out.println("Written to " + report.write(OUTPUT));
        }
        // Threads of the broker's client and of PostgreSQL's watch outlive their owners for some seconds.
        System.exit(0);
    }

    private static void measure(Settings settings, Report report, Path data) throws Exception {
        if (settings.wants("engine")) {
            EngineBench.onSqlite(settings, report, data.resolve("engine"));
            EngineBench.onPostgres(settings, report);
        }
        if (settings.wants("stored")) {
            StoredBench.run(settings, report, data);
        }
        if (settings.wants("callbacks")) {
            for (String name : settings.callbacks()) {
                try (Platform platform = Platform.of(name, CallbackBench.CUSTOMERS)) {
                    new CallbackBench(settings, report, data.resolve("callbacks-" + name), platform).run();
                }
            }
        }
        if (settings.wants("sockets")) {
            new SocketBench(settings, report, data).run();
        }
        if (settings.wants("idle")) {
            new IdleBench(settings, report, data).run();
        }
        if (settings.wants("quiet")) {
            new QuietBench(settings, report, data).run();
        }
        if (settings.wants("records")) {
            RecordBench.run(settings, report, data.resolve("records"));
        }
        if (settings.wants("webhooks")) {
            WebhookBench.run(settings, report, data.resolve("webhooks"));
        }
        if (settings.wants("mail")) {
            MailBench.run(settings, report, data.resolve("mail"));
        }
        if (settings.wants("mapping")) {
            MappingBench.run(settings, report);
        }
        if (settings.wants("start")) {
            StartBench.run(settings, report, data);
        }
    }

    /// An empty directory, on a real disk.
    private static Path fresh(Path directory) {
        try {
            FileSystemUtils.deleteRecursively(directory);
            return Files.createDirectories(directory).toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
