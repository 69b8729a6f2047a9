package io.omnihub.cursor;

import io.omnihub.channel.ChannelStatus.Reason;
import io.omnihub.channel.ChannelStatuses;
import io.omnihub.channel.ChannelStatuses.Voice;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import java.util.Optional;
import org.apache.camel.Exchange;

/// A source whose inbox is told whether it can be asked.
record ToldSource(PageSource source, ChannelStatuses statuses, TenantId tenant, InboxId inbox) implements PageSource {

    @Override
    public Turn begin(Exchange exchange, Optional<String> position) throws Exception {
        try {
            Turn turn = source.begin(exchange, position);
            statuses.online(tenant, inbox, Voice.POLL);
            return turn;
        } catch (SourceException e) {
            statuses.offline(tenant, inbox, Voice.POLL, Reason.UNREACHABLE, e.sentence());
            throw e;
        }
    }

    /// Another node may ask now, and find it otherwise.
    @Override
    public void end() {
        source.end();
        statuses.forget(tenant, inbox, Voice.POLL);
    }
}
