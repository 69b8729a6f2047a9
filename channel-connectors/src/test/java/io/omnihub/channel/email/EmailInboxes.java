package io.omnihub.channel.email;

import io.omnihub.channel.ChannelInboxes;
import io.omnihub.channel.ChannelStatuses;
import io.omnihub.channel.email.EmailProperties.Account;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/// Inboxes as settings make them: each an address of shop.example whose IMAP server is on the loopback address.
final class EmailInboxes {

    private EmailInboxes() {}

    /// @param ports by the inbox's id, which is the address's local part
    /// @param more  settings of each of them
    static ChannelInboxes<Account> at(Map<String, Integer> ports, Map<String, String> more) {
        return at(ports, more, new ChannelStatuses(Clock.systemUTC()));
    }

    /// @param statuses where they tell how they do
    static ChannelInboxes<Account> at(Map<String, Integer> ports, Map<String, String> more, ChannelStatuses statuses) {
        Map<String, Object> settings = new HashMap<>();
        ports.forEach((id, port) -> {
            String prefix = "omnihub.channels.email.inboxes." + id + ".";
            settings.put(prefix + "address", id + "@shop.example");
            settings.put(prefix + "password", "secret");
            settings.put(prefix + "imap-host", "127.0.0.1");
            settings.put(prefix + "imap-port", port);
            settings.put(prefix + "imap-security", "none");
            settings.put(prefix + "smtp-host", "127.0.0.1");
            more.forEach((name, value) -> settings.put(prefix + name, value));
        });
        EmailProperties properties = new Binder(new MapConfigurationPropertySource(settings))
                .bind("omnihub.channels.email", EmailProperties.class)
                .get();
        return new ChannelInboxes<>(
                EmailInboundAdapter.CHANNEL, properties.inboxes(), EmailOutboundAdapter.CAPABILITIES, statuses);
    }
}
