package io.omnihub.hub;

import io.omnihub.message.ChannelId;
import io.omnihub.message.EntryKind;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.message.TenantId;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/// The component `hub:`. Its options are described in `hub.json`, where Camel's catalog looks for it, and in
/// docs/doors.md.
final class HubComponent extends DefaultComponent {

    private static final int CONCURRENCY = 16;
    private static final Duration LONGEST_LOOKUP = Duration.ofSeconds(20);

    private final Doors doors;

    HubComponent(Doors doors) {
        this.doors = doors;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String door, Map<String, Object> parameters) {
        return switch (door) {
            case "inbound" -> new InboundEndpoint(uri, this, doors);
            case "record" -> new RecordEndpoint(uri, this, doors);
            case "lookup" -> lookup(uri, parameters);
            case "outbound" -> outbound(uri, parameters);
            case "media" -> new MediaEndpoint(uri, this, doors, channel(parameters));
            case "push" -> new PushEndpoint(uri, this, doors, channel(parameters));
            case "events" -> events(uri, parameters);
            case "deadletter" -> deadLetter(uri, parameters);
            default ->
                throw new IllegalArgumentException("There is no door hub:" + door
                        + "; there are inbound, record, lookup, outbound, media, push, events and deadletter");
        };
    }

    private ChannelId channel(Map<String, Object> parameters) {
        return new ChannelId(slug("channel", getAndRemoveParameter(parameters, "channel", String.class)));
    }

    private OutboundEndpoint outbound(String uri, Map<String, Object> parameters) {
        ChannelId channel = channel(parameters);
        int concurrency = getAndRemoveParameter(parameters, "concurrency", Integer.class, CONCURRENCY);
        if (concurrency < 1 || concurrency > 1_000) {
            throw new IllegalArgumentException("concurrency must be between 1 and 1000");
        }
        return new OutboundEndpoint(uri, this, doors, channel, concurrency);
    }

    private LookupEndpoint lookup(String uri, Map<String, Object> parameters) {
        String name = slug("name", getAndRemoveParameter(parameters, "name", String.class));
        String title = getAndRemoveParameter(parameters, "title", String.class, name);
        String tenant =
                slug("tenant", getAndRemoveParameter(parameters, "tenant", String.class, TenantId.DEFAULT.value()));
        String inbox = slug("inbox", getAndRemoveParameter(parameters, "inbox", String.class));
        Duration timeout =
                DurationStyle.detectAndParse(getAndRemoveParameter(parameters, "timeout", String.class, "5s"));
        if (!timeout.isPositive() || timeout.compareTo(LONGEST_LOOKUP) > 0) {
            throw new IllegalArgumentException("timeout must be between 1ms and 20s");
        }
        return new LookupEndpoint(uri, this, doors, LookupEndpoint.asked(name, title, tenant, inbox, timeout));
    }

    private EventsEndpoint events(String uri, Map<String, Object> parameters) {
        String subscription = slug("subscription", getAndRemoveParameter(parameters, "subscription", String.class));
        Set<String> types = types(getAndRemoveParameter(parameters, "types", String.class, ""));
        String from = getAndRemoveParameter(parameters, "from", String.class, "now");
        if (!from.equals("now") && !from.equals("start")) {
            throw new IllegalArgumentException("from must be now or start");
        }
        return new EventsEndpoint(uri, this, doors, subscription, types, from.equals("start"));
    }

    private DeadLetterEndpoint deadLetter(String uri, Map<String, Object> parameters) {
        String replay = getAndRemoveParameter(parameters, "replay", String.class, "");
        if (!replay.isEmpty() && !replay.startsWith(CamelReplay.SCHEME)) {
            throw new IllegalArgumentException("replay must be an endpoint that begins with " + CamelReplay.SCHEME);
        }
        return new DeadLetterEndpoint(uri, this, doors, replay);
    }

    private static String slug(String option, @Nullable String value) {
        if (value == null) {
            throw new IllegalArgumentException(option + " must be given");
        }
        try {
            return new ChannelId(value).value();
        } catch (InvalidMessageException e) {
            throw new IllegalArgumentException(option + " " + e.problem());
        }
    }

    private static Set<String> types(String list) {
        Set<String> types = Arrays.stream(list.split(",", -1))
                .map(String::strip)
                .filter(type -> !type.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
        Set<String> known =
                Stream.of(EntryKind.values()).map(EntryKind::publicName).collect(Collectors.toUnmodifiableSet());
        for (String type : types) {
            if (!known.contains(type)) {
                throw new IllegalArgumentException("types: there is no event of the type " + type);
            }
        }
        return types;
    }
}
