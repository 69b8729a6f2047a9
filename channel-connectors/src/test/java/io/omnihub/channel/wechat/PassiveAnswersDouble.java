package io.omnihub.channel.wechat;

import io.omnihub.channel.PassiveAnswers;
import io.omnihub.message.InboxId;
import io.omnihub.message.OutboundMessage;
import io.omnihub.message.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Gives a callback the answer that a test has prepared, and keeps what became of it.
final class PassiveAnswersDouble implements PassiveAnswers {

    final AtomicReference<@Nullable OutboundMessage> next = new AtomicReference<>();
    final AtomicReference<@Nullable RuntimeException> fails = new AtomicReference<>();
    final List<Duration> waits = new CopyOnWriteArrayList<>();
    final List<String> ends = new CopyOnWriteArrayList<>();

    @Override
    public Optional<OutboundMessage> await(TenantId tenant, InboxId inbox, String thread, Duration longest) {
        waits.add(longest);
        RuntimeException failure = fails.getAndSet(null);
        if (failure != null) {
            throw failure;
        }
        return Optional.ofNullable(next.getAndSet(null));
    }

    @Override
    public void sent(OutboundMessage message) {
        ends.add("sent " + message.delivery());
    }

    @Override
    public void notSent(OutboundMessage message, boolean maybeSent) {
        ends.add("not sent " + message.delivery());
    }

    void clear() {
        next.set(null);
        fails.set(null);
        waits.clear();
        ends.clear();
    }
}
