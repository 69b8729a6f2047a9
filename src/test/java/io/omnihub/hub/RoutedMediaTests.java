package io.omnihub.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.channel.Inboxes;
import io.omnihub.channel.declared.Declared;
import io.omnihub.channel.declared.DeclaredChannels;
import io.omnihub.message.ChannelId;
import io.omnihub.message.InboxId;
import io.omnihub.message.Media;
import io.omnihub.message.TenantId;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoutedMediaTests {

    @Test
    void filesOfAChannelThatIsNotThereNowAreWaitedFor() {
        DeclaredChannels channels =
                Declared.of("acme", "omnihub: {channels: {acme: {capabilities: {}, inboxes: {shop: {}}}}}");
        RoutedMedia routed = new RoutedMedia(channels, new Inboxes(List.of(channels)));
        assertThat(routed.fetches(new ChannelId("acme"))).isFalse();
        assertThat(routed.fetches(new ChannelId("away"))).isTrue();
        assertThatThrownBy(() -> routed.fetch(TenantId.DEFAULT, new InboxId("gone"), Media.external("1", "")))
                .isInstanceOf(ChannelUnavailableException.class);
    }
}
