package io.omnihub.mapping.command;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// How values are written: what a mapping must declare so that they are read.
///
/// @param declaration what is declared, as YAML; empty where `time()` or `number()` reads them as they are
/// @param zoned       whether such a time has a zone of its own
record ValueForm(String declaration, boolean zoned) {

    /// The commonest first: of what can be read in two ways the first is taken.
    private static final List<String> TIMES = List.of(
            "yyyy-M-d H:mm:ss.SSS",
            "yyyy-M-d H:mm:ss",
            "yyyy-M-d H:mm",
            "yyyy-M-d",
            "yyyy-M-d'T'H:mm:ss.SSS",
            "yyyy-M-d'T'H:mm:ss",
            "yyyy/M/d H:mm:ss",
            "yyyy/M/d H:mm",
            "yyyy/M/d",
            "yyyy.M.d H:mm:ss",
            "yyyy.M.d H:mm",
            "yyyy.M.d",
            "yyyy年M月d日 H:mm:ss",
            "yyyy年M月d日 H:mm",
            "yyyy年M月d日H时m分s秒",
            "yyyy年M月d日H时m分",
            "yyyy年M月d日",
            "yyyyMMddHHmmss",
            "yyyyMMddHHmm",
            "yyyyMMdd",
            "d.M.yyyy H:mm:ss",
            "d.M.yyyy H:mm",
            "d.M.yyyy",
            "M/d/yyyy H:mm:ss",
            "M/d/yyyy H:mm",
            "M/d/yyyy",
            "d/M/yyyy H:mm:ss",
            "d/M/yyyy H:mm",
            "d/M/yyyy");

    private static final Pattern SINCE_1970 = Pattern.compile("1\\d{9}(\\d{3})?(\\.\\d+)?");
    private static final Pattern DAYS = Pattern.compile("(19|20)\\d{6}(\\d{4}|\\d{6})?");
    private static final Pattern DIGITS = Pattern.compile("\\d+");
    private static final Pattern GROUPED = Pattern.compile("-?\\d{1,3}(,\\d{3})*(\\.\\d+)?");
    private static final Pattern GROUPED_BY_POINTS = Pattern.compile("-?(\\d{1,3}(\\.\\d{3})*|\\d+),\\d{1,2}");
    private static final Pattern PHONE = Pattern.compile("(\\+?86)?1[3-9]\\d{9}|\\+\\d{8,15}");
    private static final Pattern MAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s]+");
    private static final Pattern PICTURE = Pattern.compile("(?i)https?://\\S+\\.(png|jpe?g|gif|webp)(\\?\\S*)?");

    /// @return empty where they are no times
    static Optional<ValueForm> ofTimes(List<String> values) {
        if (all(values, ValueForm::isInstant)) {
            return Optional.of(new ValueForm("", true));
        }
        boolean digits = values.stream().anyMatch(value -> DIGITS.matcher(value).matches());
        return TIMES.stream()
                .filter(pattern ->
                        !digits || all(values, value -> DAYS.matcher(value).matches()))
                .filter(pattern -> fits(pattern, values))
                .findFirst()
                .map(pattern -> new ValueForm(pattern.contains(" ") ? '"' + pattern + '"' : pattern, false));
    }

    /// @return empty where they are numbers as they are, or none
    static Optional<ValueForm> ofNumbers(List<String> values) {
        if (all(values, matches(GROUPED)) && values.stream().anyMatch(value -> value.contains(","))) {
            return Optional.of(new ValueForm("\"#,##0.00\"", true));
        }
        return all(values, matches(GROUPED_BY_POINTS))
                ? Optional.of(new ValueForm("{pattern: \"#,##0.00\", locale: de}", true))
                : Optional.empty();
    }

    static boolean arePersons(List<String> values) {
        return all(values, matches(PHONE)) || all(values, matches(MAIL));
    }

    static boolean arePictures(List<String> values) {
        return all(values, matches(PICTURE));
    }

    private static Predicate<String> matches(Pattern pattern) {
        return value -> pattern.matcher(value).matches();
    }

    private static boolean all(List<String> values, Predicate<String> fits) {
        return !values.isEmpty() && values.stream().allMatch(fits);
    }

    private static boolean isInstant(String value) {
        if (SINCE_1970.matcher(value).matches()) {
            return true;
        }
        try {
            OffsetDateTime.parse(value);
            return true;
        } catch (DateTimeException _) {
            return false;
        }
    }

    private static boolean fits(String pattern, List<String> values) {
        DateTimeFormatter form =
                new DateTimeFormatterBuilder().appendPattern(pattern).toFormatter(Locale.ROOT);
        return all(values, value -> {
            try {
                return form.parseBest(value, LocalDateTime::from, LocalDate::from)
                        .isSupported(ChronoField.DAY_OF_MONTH);
            } catch (DateTimeException _) {
                return false;
            }
        });
    }
}
