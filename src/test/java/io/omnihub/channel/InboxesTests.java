package io.omnihub.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.omnihub.message.ChannelId;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class InboxesTests {

    @Test
    void twoInboxesOfATenantNeverShareAnIdWhateverTheirChannels() {
        InboxProvider shop = () -> List.of(inbox(TenantId.DEFAULT, "wechat"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Inboxes(List.of(shop, () -> List.of(inbox(TenantId.DEFAULT, "erp")))))
                .withMessage("Two inboxes of tenant default are called shop: one of wechat, one of erp");
        assertThat(new Inboxes(List.of(shop, () -> List.of(inbox(new TenantId("other"), "erp")))).all())
                .hasSize(2);
    }

    private static Inbox inbox(TenantId tenant, String channel) {
        return new Inbox(
                tenant,
                new ChannelId(channel),
                new InboxId("shop"),
                "Shop",
                Duration.ZERO,
                1,
                new Capabilities(Set.of(), null));
    }
}
