package io.omnihub.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.omnihub.message.ChannelId;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(strings = {"phone", "email"})
    void noInboxIsCalledAsRecordsNameContactsWhateverTheirInbox(String word) {
        List<Inbox> all = new ArrayList<>(List.of(inbox(TenantId.DEFAULT, "erp")));
        Inboxes inboxes = new Inboxes(List.of(() -> all));
        all.add(inbox(TenantId.DEFAULT, "crm", word));

        assertThatIllegalArgumentException()
                .isThrownBy(inboxes::refresh)
                .withMessage(
                        "An inbox of the channel crm can't be called %s: "
                                + "records and messages name contacts by this word, whatever their inbox",
                        word);
        assertThat(inboxes.all()).as("those before stay").hasSize(1);
        assertThatIllegalArgumentException().isThrownBy(() -> new Inboxes(List.of(() -> all)));
    }

    private static Inbox inbox(TenantId tenant, String channel) {
        return inbox(tenant, channel, "shop");
    }

    private static Inbox inbox(TenantId tenant, String channel, String id) {
        return new Inbox(
                tenant,
                new ChannelId(channel),
                new InboxId(id),
                "Shop",
                Duration.ZERO,
                1,
                new Capabilities(Set.of(), null));
    }
}
