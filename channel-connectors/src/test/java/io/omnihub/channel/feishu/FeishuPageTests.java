package io.omnihub.channel.feishu;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.channel.ChannelInbox;
import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.channel.feishu.FeishuProperties.Account;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// docs/channels/feishu.md tells every error code as the code treats it.
final class FeishuPageTests {

    private static final Pattern CODES = Pattern.compile("(?m)^\\| (\\d[\\d, ]*) \\| .+ \\| ([^|]+) \\|$");
    private static final String TEAM = "omnihub.channels.feishu.inboxes.team.";

    @Test
    void itTellsWhatBecomesOfEveryErrorCode() throws IOException {
        Map<Integer, Class<?>> told = new TreeMap<>();
        for (MatchResult row : CODES.matcher(Files.readString(Path.of("docs/channels/feishu.md")))
                .results()
                .filter(row -> !row.group(1).matches("\\d{3}"))
                .toList()) {
            Class<?> failure = row.group(2).contains("tried again")
                    ? ChannelUnavailableException.class
                    : ChannelRejectedException.class;
            Pattern.compile(", ").splitAsStream(row.group(1)).forEach(code -> told.put(Integer.valueOf(code), failure));
        }
        ChannelInbox<Account> inbox = FeishuPropertiesTests.inboxes(Map.of(
                        TEAM + "app-id", "cli_1",
                        TEAM + "secret", "s",
                        TEAM + "verification-token", "t",
                        TEAM + "encrypt-key", "k"))
                .get("team");
        Map<Integer, Class<?>> treated = new TreeMap<>();
        IntStream.concat(IntStream.range(1, 300_000), IntStream.range(99_990_000, 100_000_000))
                .forEach(code -> {
                    RuntimeException failure = ErrorCodes.failure(inbox, 400, code);
                    if (!Objects.toString(failure.getMessage()).contains("list of codes")
                            && !Objects.toString(failure.getMessage()).contains("in Feishu's list")) {
                        treated.put(code, failure.getClass());
                    }
                });

        assertThat(told).isEqualTo(treated);
    }
}
