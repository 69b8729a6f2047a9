package io.omnihub.channel.email;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.channel.send.Call;
import io.omnihub.message.Sender;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Ends what programs write to each other without end (RFC 3834): of programs nobody gets more than so many mails in
/// an hour.
final class EmailLoops {

    static final int MOST = 20;

    private static final int MOST_KNOWN = 50_000;

    private final Cache<String, AtomicInteger> written = Caffeine.newBuilder()
            .maximumSize(MOST_KNOWN)
            .expireAfterWrite(Duration.ofHours(1))
            .build();

    static boolean isWrittenByProgram(Call<EmailReply> call) {
        Sender.Kind writer = call.message().header().writer();
        return writer == Sender.Kind.BOT || writer == Sender.Kind.SYSTEM;
    }

    /// Counts a mail, in its first try.
    ///
    /// @throws ChannelRejectedException where it is one too many
    void check(Call<EmailReply> call, List<String> to) {
        if (call.message().attempt() > 1 || !isWrittenByProgram(call)) {
            return;
        }
        for (String each : to) {
            String address = each.substring(each.lastIndexOf('<') + 1).replace(">", "");
            AtomicInteger count = written.get(call.message().tenant() + " " + address, _ -> new AtomicInteger());
            if (count.incrementAndGet() > MOST) {
                throw new ChannelRejectedException(
                        "loop", "programs have written " + MOST + " mails to one address within an hour");
            }
        }
    }
}
