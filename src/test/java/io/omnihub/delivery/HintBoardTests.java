package io.omnihub.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.omnihub.channel.Ability;
import io.omnihub.channel.Capabilities;
import io.omnihub.channel.Inbox;
import io.omnihub.channel.Inboxes;
import io.omnihub.conversation.Hub;
import io.omnihub.message.ConversationId;
import io.omnihub.message.OutboundTyping;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class HintBoardTests {

    private final Inbox inbox = new Inbox(
            Hub.TENANT,
            Hub.CHANNEL,
            Hub.INBOX,
            "Shop",
            Hub.REOPEN_WINDOW,
            10,
            new Capabilities(Set.of(), null).with(Set.of(Ability.TYPING)));
    private final HintBoard board =
            new HintBoard(new Inboxes(List.of(() -> List.of(inbox))), _ -> false, Clock.systemUTC());

    @Test
    void aPlatformThatHangsHoldsSoManyHintsAndTheOthersAreDropped() {
        CountDownLatch hangs = new CountDownLatch(1);
        AtomicInteger shown = new AtomicInteger();
        board.showBy(Hub.CHANNEL, _ -> {
            shown.incrementAndGet();
            try {
                hangs.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });

        for (int conversation = 0; conversation < 300; conversation++) {
            typing("c" + conversation);
        }
        await().untilAsserted(() -> assertThat(shown).hasValue(256));
        hangs.countDown();

        await().untilAsserted(() -> {
            int before = shown.get();
            typing("later" + before);
            assertThat(shown).hasValueGreaterThan(256);
        });
        assertThat(shown).hasValueLessThan(300);
    }

    private void typing(String conversation) {
        board.give(
                new OutboundTyping(Hub.TENANT, Hub.CHANNEL, Hub.INBOX, new ConversationId(conversation), "amy", false));
    }
}
