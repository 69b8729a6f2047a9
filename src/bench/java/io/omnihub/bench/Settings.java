package io.omnihub.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What to measure, and for how long.
///
/// @param only      the benchmarks to run: engine, callbacks, sockets, idle, quiet, records, webhooks, mail, mapping,
///                  start; stored only where it is named
/// @param callbacks the platforms whose callbacks are measured: wechat, feishu
/// @param stored    the numbers of entries that lie in the log while a message's cost is measured; the others are
///                  compared with the first
/// @param rounds    how often each variant is measured, in turn with the others
/// @param time      how long one measurement takes
/// @param warmUp    how long each variant runs before its first measurement
/// @param profile   whether to record where the hub's CPU time goes; costs some speed
record Settings(
        List<String> only,
        List<String> callbacks,
        List<Integer> stored,
        int rounds,
        Duration time,
        Duration warmUp,
        boolean profile) {

    private static final List<String> BENCHMARKS = List.of(
            "engine", "callbacks", "sockets", "idle", "quiet", "records", "webhooks", "mail", "mapping", "start");

    /// It fills a log for minutes, so it runs only where it is named.
    private static final String STORED = "stored";

    Settings {
        if (!only.stream().allMatch(name -> BENCHMARKS.contains(name) || name.equals(STORED))) {
            throw new IllegalArgumentException("only: knows " + BENCHMARKS + " and " + STORED + ", not " + only);
        }
        if (!Platform.NAMES.containsAll(callbacks)) {
            throw new IllegalArgumentException("callbacks: knows " + Platform.NAMES + ", not " + callbacks);
        }
        if (rounds < 1) {
            throw new IllegalArgumentException("rounds: must be at least 1, not " + rounds);
        }
    }

    /// Reads `name=value` arguments; those left out have their defaults.
    static Settings of(String... arguments) {
        Map<String, String> given = Arrays.stream(arguments)
                .map(argument -> argument.split("=", 2))
                .filter(pair -> pair.length == 2 && !pair[1].isBlank())
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        Function<String, Duration> seconds = name -> Duration.ofSeconds(Long.parseLong(given.get(name)));
        return new Settings(
                list(given, "only", BENCHMARKS),
                list(given, "callbacks", Platform.NAMES),
                list(given, "stored", List.of("10000", "10000000")).stream()
                        .map(Integer::valueOf)
                        .toList(),
                Integer.parseInt(given.getOrDefault("rounds", "5")),
                given.containsKey("seconds") ? seconds.apply("seconds") : Duration.ofSeconds(10),
                given.containsKey("warmup") ? seconds.apply("warmup") : Duration.ofSeconds(15),
                Boolean.parseBoolean(given.getOrDefault("profile", "false")));
    }

    private static List<String> list(Map<String, String> given, String name, List<String> all) {
        return given.containsKey(name) ? List.of(given.get(name).split(",", -1)) : all;
    }

    boolean wants(String benchmark) {
        return only.contains(benchmark);
    }
}
