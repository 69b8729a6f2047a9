package io.omnihub.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Gathers what was measured, prints it as a table and writes it as JSON.
final class Report {

    private static final String LINE = "%-58s %12s %12s %12s  %s%n";

    private final Map<String, Figures> figures = new LinkedHashMap<>();
    private final Settings settings;

    Report(Settings settings) {
        this.settings = settings;
    }

    /// Adds one measured value to the row of that name, and tells it, since the whole takes long.
    void add(String row, String unit, double value) {
        System.out.printf("%-58s %12s  %s%n", row, Figures.text(value), unit);
        figures.computeIfAbsent(row, _ -> new Figures(unit, new ArrayList<>()))
                .values()
                .add(value);
    }

    void add(String row, Sample sample) {
        add(row, "per second", sample.perSecond());
        add(row + ": CPU", "µs each", sample.cpuMicros());
    }

    /// Adds the ratio of two rows' medians.
    void ratio(String row, String of, String to) {
        add(row, "x", median(of) / median(to));
    }

    double median(String row) {
        return figures.get(row).median();
    }

    void print() {
        System.out.printf(LINE, "", "median", "min", "max", "");
        figures.forEach((row, measured) -> System.out.printf(
                LINE,
                row,
                Figures.text(measured.median()),
                Figures.text(measured.min()),
                Figures.text(measured.max()),
                measured.unit()));
    }

    /// @return the file
    Path write(Path directory) throws IOException {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("time", Instant.now().toString());
        json.put("java", Runtime.version().toString());
        json.put("processors", Runtime.getRuntime().availableProcessors());
        json.put("rounds", settings.rounds());
        json.put("secondsEach", settings.time().toSeconds());
        json.put("warmUpSeconds", settings.warmUp().toSeconds());
        Map<String, Object> rows = new LinkedHashMap<>();
        figures.forEach((row, measured) -> rows.put(
                row,
                Map.of(
                        "unit", measured.unit(),
                        "median", measured.median(),
                        "min", measured.min(),
                        "max", measured.max(),
                        "values", measured.values())));
        json.put("figures", rows);
        Path file = Files.createDirectories(directory)
                .resolve("bench-" + Instant.now().toEpochMilli() + ".json");
        JsonMapper.shared().writer(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), json);
        return file;
    }

    private record Figures(String unit, List<Double> values) {

        double median() {
            List<Double> sorted = values.stream().sorted().toList();
            int middle = sorted.size() / 2;
            return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        }

        double min() {
            return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
        }

        double max() {
            return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        }

        static String text(double value) {
            return value >= 100 || value == Math.rint(value) ? "%,.0f".formatted(value) : "%.2f".formatted(value);
        }
    }
}
