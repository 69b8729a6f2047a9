package io.omnihub.channel.wechat;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.channel.ChannelInbox;
import io.omnihub.channel.ChannelInboxes;
import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.channel.ChannelStatuses;
import io.omnihub.channel.ChannelUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/// docs/channels/wechat.md tells every event and every error code as the code treats them.
final class WeChatPageTests {

    private static final Pattern EVENT = Pattern.compile("(?m)^\\| `(\\w+)`[^|]*\\| `([a-z-]+)` \\|$");
    private static final Pattern CODES = Pattern.compile("(?m)^\\| (-?\\d[\\d, to]*) \\| .+ \\| ([^|]+) \\|$");

    private final String page;

    WeChatPageTests() throws IOException {
        page = Files.readString(Path.of("docs/channels/wechat.md"));
    }

    @Test
    void itNamesEveryEvent() {
        assertThat(EVENT.matcher(page).results().collect(Collectors.toMap(row -> row.group(1), row -> row.group(2))))
                .isEqualTo(WeChatInboundAdapter.EVENTS);
    }

    @Test
    void itTellsWhatBecomesOfEveryErrorCode() {
        Map<Integer, Class<?>> told = new TreeMap<>();
        for (MatchResult row : CODES.matcher(page)
                .results()
                .filter(row -> !row.group(1).matches("\\d{3}"))
                .toList()) {
            Class<?> failure = row.group(2).contains("tried again")
                    ? ChannelUnavailableException.class
                    : ChannelRejectedException.class;
            codes(row.group(1)).forEach(code -> told.put(code, failure));
        }
        ChannelInbox<?> inbox = inbox();
        Map<Integer, Class<?>> treated = new TreeMap<>();
        IntStream.concat(IntStream.of(-1), IntStream.range(40_000, 90_000)).forEach(code -> {
            RuntimeException failure = ErrorCodes.failure(inbox, code);
            if (!requireNonNull(failure.getMessage()).contains("documentation of error codes")) {
                treated.put(code, failure.getClass());
            }
        });

        assertThat(told).isEqualTo(treated);
    }

    private static IntStream codes(String cell) {
        String[] range = cell.split(" to ", -1);
        return range.length == 2
                ? IntStream.rangeClosed(Integer.parseInt(range[0]), Integer.parseInt(range[1]))
                : Pattern.compile(", ").splitAsStream(cell).mapToInt(Integer::parseInt);
    }

    private static ChannelInbox<?> inbox() {
        String shop = "omnihub.channels.wechat.inboxes.shop.";
        WeChatProperties properties = new Binder(new MapConfigurationPropertySource(Map.of(
                        shop + "app-id",
                        "wx1",
                        shop + "secret",
                        "s",
                        shop + "token",
                        "token1",
                        shop + "mode",
                        "plain")))
                .bindOrCreate("omnihub.channels.wechat", WeChatProperties.class);
        return new ChannelInboxes<>(
                        WeChatProperties.CHANNEL,
                        properties.inboxes(),
                        WeChatOutboundAdapter.CAPABILITIES,
                        new ChannelStatuses(Clock.systemUTC()))
                .get("shop");
    }
}
