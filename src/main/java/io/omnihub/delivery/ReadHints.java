package io.omnihub.delivery;

import io.omnihub.conversation.Conversations;
import io.omnihub.log.LogReader;
import io.omnihub.message.Entry;
import io.omnihub.message.Message;
import io.omnihub.message.Outbound;
import io.omnihub.message.OutboundRead;
import io.omnihub.message.ReadMark;
import io.omnihub.overload.Overload;
import io.omnihub.overload.Step;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import java.util.Optional;
import java.util.function.Consumer;

/// Has contacts shown that an agent has read what they said.
final class ReadHints implements Consumer<Entry> {

    private final Database database;
    private final LogReader log;
    private final Conversations conversations;
    private final HintBoard hints;
    private final Overload overload;

    ReadHints(Database database, LogReader log, Conversations conversations, HintBoard hints, Overload overload) {
        this.database = database;
        this.log = log;
        this.conversations = conversations;
        this.hints = hints;
        this.overload = overload;
    }

    @Override
    public void accept(Entry mark) {
        if (mark.change() instanceof ReadMark read && !overload.givesUp(Step.READS)) {
            hints.offer(
                    mark.channel(),
                    mark.conversation(),
                    OutboundRead.class,
                    () -> find(mark, read.upTo().sequence()));
        }
    }

    private Optional<Outbound> find(Entry mark, long sequence) {
        Optional<String> externalId = database.read(
                        Tenants.of(mark.tenant()), tx -> log.find(tx, mark.tenant(), mark.conversation(), sequence))
                .filter(entry -> entry.change() instanceof Message)
                .map(entry -> ((Message) entry.change()).externalId())
                .filter(id -> !id.isEmpty());
        return externalId.flatMap(id -> conversations
                .find(mark.tenant(), mark.conversation())
                .map(conversation -> new OutboundRead(
                        mark.tenant(), mark.channel(), mark.inbox(), mark.conversation(), conversation.thread(), id)));
    }
}
