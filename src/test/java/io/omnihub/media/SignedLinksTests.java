package io.omnihub.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.channel.Inboxes;
import io.omnihub.channel.PublicAddress;
import io.omnihub.keys.TenantKeys;
import io.omnihub.message.ConversationId;
import io.omnihub.message.TenantId;
import io.omnihub.web.RunningHub;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class SignedLinksTests {

    private static final Duration HOUR = Duration.ofHours(1);

    private final RunningHub hub = RunningHub.shared();
    private final ConversationId conversation = hub.begin(TenantId.DEFAULT, "Hello");

    @Test
    void aLinkLeadsSomewhereUntilItsTimeIsOver() {
        String young = link(Duration.ofMinutes(59));
        String old = link(HOUR);

        assertThat(hub.bean(SignedLinks.class).read(young))
                .contains(new SignedLinks.Target(TenantId.DEFAULT, conversation, 2, 0));
        assertThat(hub.bean(SignedLinks.class).read(old)).isEmpty();
        assertThat(hub.anonymous().get(SignedLinks.PATH + old).status()).isEqualTo(404);
    }

    /// One that was made so long ago.
    private String link(Duration ago) {
        SignedLinks then = new SignedLinks(
                new PublicAddress("https://hub.example.com"),
                HOUR,
                hub.bean(TenantKeys.class),
                hub.bean(Inboxes.class),
                Clock.offset(Clock.systemUTC(), ago.negated()));
        String link = then.link(TenantId.DEFAULT, conversation, 2, 0).orElseThrow();
        return link.substring(link.lastIndexOf('/') + 1);
    }
}
