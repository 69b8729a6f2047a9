package io.omnihub.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/// What a newcomer sees.
@ExtendWith(OutputCaptureExtension.class)
final class FirstLoginTests {

    private static final Pattern LOGIN = Pattern.compile("address +(\\S+)\\s+user +(\\S+)\\s+password +(\\S+)");

    @TempDir
    private Path data;

    @Test
    void theFirstStartTellsAddressAndLoginAndLaterOnesDoNot(CapturedOutput output) {
        try (RunningHub hub = RunningHub.start(data)) {
            var login = LOGIN.matcher(output.getOut());
            assertThat(login.find()).isTrue();
            assertThat(login.group(1)).isEqualTo(hub.address);
            Api api = new Api(login.group(1), Api.basic(login.group(2), login.group(3)));
            assertThat(api.get("/api/v1/me").json().path("role").asString()).isEqualTo("admin");
        }
        int seen = output.getOut().length();
        try (RunningHub hub = RunningHub.start(data)) {
            assertThat(hub.anonymous().get("/actuator/health").status()).isEqualTo(200);
            assertThat(output.getOut().substring(seen)).doesNotContain("password");
        }
    }
}
