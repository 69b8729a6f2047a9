package io.omnihub.record;

import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How long records are kept after their last change; zero for ever.
///
/// @param retentionOf of some types another time than of all others
@ConfigurationProperties("omnihub.records")
record RecordProperties(
        @DefaultValue("0") Duration retention, @DefaultValue Map<String, Duration> retentionOf) {

    private static final Duration SHORTEST = Duration.ofDays(1);

    RecordProperties {
        retentionOf = Map.copyOf(retentionOf);
        check("retention", retention);
        retentionOf.forEach((type, time) -> check("retention-of." + type, time));
    }

    private static void check(String name, Duration time) {
        if (!time.isZero() && time.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException(
                    "omnihub.records." + name + ": must be at least 1d, or 0 to keep them for ever");
        }
    }
}
