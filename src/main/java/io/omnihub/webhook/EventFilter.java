package io.omnihub.webhook;

import io.omnihub.message.Direction;
import io.omnihub.message.Entry;
import io.omnihub.message.EntryKind;
import io.omnihub.message.InvalidMessageException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// Which events somebody wants to be told of. What is empty says nothing; else one of its values must fit.
///
/// @param types     such as `message.created`
/// @param labels    of the session in which it happens
/// @param direction `inbound`, `outbound`, or empty
record EventFilter(
        List<String> types, List<String> inboxes, List<String> channels, List<String> labels, String direction) {

    private static final int MOST = 100;
    private static final int LONGEST = 100;
    private static final Set<String> TYPES = Arrays.stream(EntryKind.values())
            .filter(kind -> kind != EntryKind.UNKNOWN)
            .map(EntryKind::publicName)
            .collect(Collectors.toUnmodifiableSet());

    /// That says nothing.
    static final EventFilter NONE = new EventFilter(List.of(), List.of(), List.of(), List.of(), "");

    EventFilter {
        types = checked("types", types);
        inboxes = checked("inboxes", inboxes);
        channels = checked("channels", channels);
        labels = checked("labels", labels);
        if (!TYPES.containsAll(types)) {
            throw new InvalidMessageException("types", "must be types of events that this version knows");
        }
        if (!Set.of("", "inbound", "outbound").contains(direction)) {
            throw new InvalidMessageException("direction", "must be inbound, outbound or empty");
        }
    }

    private static List<String> checked(String field, List<String> values) {
        if (values.size() > MOST) {
            throw new InvalidMessageException(field, "must not be more than " + MOST);
        }
        for (String value : values) {
            if (value.isBlank() || value.length() > LONGEST || value.chars().anyMatch(Character::isISOControl)) {
                throw new InvalidMessageException(
                        field, "must have 1 to " + LONGEST + " characters each, and no control characters");
            }
        }
        return values.stream().distinct().sorted().toList();
    }

    /// Whether an event may fit, as far as the event alone tells.
    boolean mayWant(Entry entry) {
        return isOneOf(types, entry.kind().publicName())
                && isOneOf(inboxes, entry.inbox().value())
                && isOneOf(channels, entry.channel().value())
                && (direction.isEmpty() || direction.equals(name(entry.direction())));
    }

    /// Whether it also asks for labels.
    boolean asksForLabels() {
        return !labels.isEmpty();
    }

    boolean wants(Collection<String> sessionLabels) {
        return labels.isEmpty() || !Collections.disjoint(labels, sessionLabels);
    }

    private static boolean isOneOf(List<String> wanted, String value) {
        return wanted.isEmpty() || wanted.contains(value);
    }

    private static String name(Direction direction) {
        return direction.name().toLowerCase(Locale.ROOT);
    }
}
