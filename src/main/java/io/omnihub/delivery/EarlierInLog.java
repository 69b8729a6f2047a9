package io.omnihub.delivery;

import io.omnihub.channel.thread.Earlier;
import io.omnihub.identity.Tenant;
import io.omnihub.identity.TenantRegistry;
import io.omnihub.log.LogReader;
import io.omnihub.message.Content;
import io.omnihub.message.Entry;
import io.omnihub.message.Message;
import io.omnihub.message.OutboundHeader;
import io.omnihub.message.TenantId;
import io.omnihub.message.Visibility;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Looks for what was said before among the last entries of a conversation.
final class EarlierInLog implements Earlier {

    /// It is one of the last ones nearly always.
    private static final int FIRST = 10;

    private static final int MOST = 100;

    private final LogReader log;
    private final TenantRegistry tenants;

    EarlierInLog(LogReader log, TenantRegistry tenants) {
        this.log = log;
        this.tenants = tenants;
    }

    @Override
    public Optional<Said> find(OutboundHeader answer, String externalId) {
        return find(answer, externalId, FIRST)
                .or(() -> find(answer, externalId, MOST))
                .map(entry -> said(entry, (Message) entry.change()));
    }

    private Optional<Entry> find(OutboundHeader answer, String externalId, int most) {
        List<Entry> before = log.ofConversationBefore(
                answer.tenant(), answer.conversation(), answer.sequence(), most, Visibility.EVERYONE);
        return before.reversed().stream()
                .filter(entry -> entry.change() instanceof Message said
                        && said.externalId().equals(externalId))
                .findFirst();
    }

    private Said said(Entry entry, Message message) {
        String text = message.parts().stream()
                .filter(Content.Text.class::isInstance)
                .map(part -> ((Content.Text) part).text())
                .collect(Collectors.joining("\n\n"));
        String from = entry.metadata().getOrDefault("from", entry.sender().name());
        return new Said(from, entry.sentAt().atZone(zone(entry.tenant())), text);
    }

    private ZoneId zone(TenantId tenant) {
        return tenants.find(tenant).map(Tenant::timeZone).orElse(ZoneOffset.UTC);
    }
}
