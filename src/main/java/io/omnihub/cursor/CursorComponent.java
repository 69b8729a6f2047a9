package io.omnihub.cursor;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;
import org.springframework.boot.convert.DurationStyle;

/// The component `cursor:`: `from: cursor:<name>?every=1m` begins a page with the position after which it is to be
/// fetched, and `to: cursor:<name>?next=paging.next` reads the next position in what came. docs/doors.md tells more.
final class CursorComponent extends DefaultComponent {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
    private static final Pattern FIELD = Pattern.compile("[^.]+(\\.[^.]+)*");
    private static final Duration SHORTEST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofDays(1);

    private final PagesConsumer.Needs needs;

    CursorComponent(PagesConsumer.Needs needs) {
        this.needs = needs;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String name, Map<String, Object> parameters) {
        String cursor = name("cursor:", name);
        Duration every = every(parameters);
        String next = option(parameters, "next", "");
        if (!next.isEmpty() && !FIELD.matcher(next).matches()) {
            throw new IllegalArgumentException("next must name a field, such as paging.next or items.last.id");
        }
        return new CursorEndpoint(uri, this, cursor, every, option(parameters, "start", ""), next);
    }

    /// A cursor's name, as it may stand behind a scheme.
    static String name(String scheme, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(scheme + " needs a name of small letters, digits and hyphens");
        }
        return name;
    }

    /// How often a source is asked when it had nothing more.
    static Duration every(Map<String, Object> parameters) {
        Duration every = DurationStyle.detectAndParse(option(parameters, "every", "1m"));
        if (every.compareTo(SHORTEST) < 0 || every.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("every must be between 200ms and 1d");
        }
        return every;
    }

    static String option(Map<String, Object> parameters, String name, String missing) {
        return Objects.toString(parameters.remove(name), missing);
    }

    PagesConsumer.Needs needs() {
        return needs;
    }
}
