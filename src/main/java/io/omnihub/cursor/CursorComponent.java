package io.omnihub.cursor;

import io.omnihub.channel.Takers;
import io.omnihub.loop.Loops;
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

    private final SourceCursors cursors;
    private final Loops loops;
    private final Takers takers;

    CursorComponent(SourceCursors cursors, Loops loops, Takers takers) {
        this.cursors = cursors;
        this.loops = loops;
        this.takers = takers;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String name, Map<String, Object> parameters) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("cursor: needs a name of small letters, digits and hyphens");
        }
        Duration every = DurationStyle.detectAndParse(option(parameters, "every", "1m"));
        if (every.compareTo(SHORTEST) < 0 || every.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("every must be between 200ms and 1d");
        }
        String next = option(parameters, "next", "");
        if (!next.isEmpty() && !FIELD.matcher(next).matches()) {
            throw new IllegalArgumentException("next must name a field, such as paging.next or items.last.id");
        }
        return new CursorEndpoint(uri, this, name, every, option(parameters, "start", ""), next);
    }

    private static String option(Map<String, Object> parameters, String name, String missing) {
        return Objects.toString(parameters.remove(name), missing);
    }

    SourceCursors cursors() {
        return cursors;
    }

    Loops loops() {
        return loops;
    }

    Takers takers() {
        return takers;
    }
}
