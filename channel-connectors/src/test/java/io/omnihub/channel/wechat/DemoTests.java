package io.omnihub.channel.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.omnihub.channel.Inboxes;
import io.omnihub.message.Content;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.InboxId;
import io.omnihub.message.Message;
import io.omnihub.message.TenantId;
import io.omnihub.simulator.wechat.WeChatSimulator;
import java.time.Clock;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;

/// The demo's people write as long as their hub lives, which is no longer than this class.
@SpringBootTest(
        classes = DemoTests.Application.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "demo=",
            "demo.pace=20ms",
            "spring.main.allow-bean-definition-overriding=true",
            "camel.main.routes-include-pattern=file:routes/callback.camel.yaml,file:routes/wechat.camel.yaml"
        })
@DirtiesContext
final class DemoTests {

    private static final Set<Content> THANKS =
            Set.of(new Content.Text("Thanks a lot!"), new Content.Text("Good to know, thank you."));

    @Autowired
    private HubDouble hub;

    @Autowired
    private Inboxes inboxes;

    @Autowired
    private WeChatSimulator demoWeChat;

    @Test
    void customersWriteThroughRealCallbacksAndReactToAnswers() throws Exception {
        assertThat(inboxes.find(TenantId.DEFAULT, new InboxId("demo"))).isPresent();
        await().untilAsserted(() -> assertThat(hub.inbound.stream()
                        .map(event -> event.header().thread())
                        .collect(Collectors.toSet()))
                .hasSize(4));
        await().untilAsserted(() -> assertThat(hub.inbound).anyMatch(event -> part(event) instanceof Content.Image));
        hub.sends(Outbound.in("demo", "oDemo-maria", "d1", new Content.Text("Yes, we do.")));
        await().untilAsserted(() -> assertThat(hub.inbound).anyMatch(event -> THANKS.contains(part(event))));
        assertThat(demoWeChat.breaches()).isEmpty();
    }

    private static Content part(InboundEvent event) {
        return ((Message) event.body()).parts().getFirst();
    }

    /// The channel between the demo and a double of the hub; not annotated as a configuration, so that no scan finds
    /// it.
    @Import(WeChatTestApplication.class)
    static class Application {

        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }
    }
}
