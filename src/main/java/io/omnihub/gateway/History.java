package io.omnihub.gateway;

import io.omnihub.log.LogReader;
import io.omnihub.message.ConversationId;
import io.omnihub.message.Entry;
import io.omnihub.message.TenantId;
import io.omnihub.message.Visibility;
import io.omnihub.wire.ProtobufCodec;
import io.omnihub.wire.ServerFrame.Entries;
import java.util.List;

/// Reads the past of a conversation, in answers that no receiver is cut for.
final class History {

    private static final int DEFAULT_LIMIT = 50;
    private static final int LARGEST_LIMIT = 200;
    private static final int LARGEST_ANSWER = 256 * 1024;

    private final LogReader log;

    History(LogReader log) {
        this.log = log;
    }

    /// The entries right after a sequence.
    ///
    /// @param limit 0 is 50
    Entries after(TenantId tenant, ConversationId conversation, long sequence, int limit, Visibility sees) {
        int most = most(limit);
        List<Entry> read = log.ofConversation(tenant, conversation, sequence, most + 1, sees);
        int fit = fit(read, most);
        return new Entries(conversation, read.subList(0, fit), read.size() > fit);
    }

    /// The entries right before a sequence, in order.
    ///
    /// @param limit 0 is 50
    Entries before(TenantId tenant, ConversationId conversation, long sequence, int limit, Visibility sees) {
        int most = most(limit);
        List<Entry> read = log.ofConversationBefore(tenant, conversation, sequence, most + 1, sees);
        int fit = fit(read.reversed(), most);
        return new Entries(conversation, read.subList(read.size() - fit, read.size()), read.size() > fit);
    }

    /// As many as a client asks for that catches up.
    Entries missed(TenantId tenant, ConversationId conversation, long sequence, Visibility sees) {
        return after(tenant, conversation, sequence, LARGEST_LIMIT, sees);
    }

    private static int most(int limit) {
        return limit == 0 ? DEFAULT_LIMIT : Math.min(limit, LARGEST_LIMIT);
    }

    /// How many of them make one answer: at least one.
    private static int fit(List<Entry> entries, int most) {
        int size = 0;
        int count = 0;
        while (count < entries.size() && count < most) {
            size += ProtobufCodec.encode(entries.get(count)).length;
            if (count > 0 && size > LARGEST_ANSWER) {
                break;
            }
            count++;
        }
        return count;
    }
}
