package io.omnihub.channel;

import io.omnihub.message.ChannelId;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import java.time.Duration;

/// One connected presence on a channel: an official account, a mailbox, a site.
///
/// @param name           the name to show
/// @param reopenWindow   a message within this time after a session ended reopens it; a later one begins a new session
/// @param sendsPerSecond most messages sent to the platform in a second
/// @param capabilities   what may be sent through it
public record Inbox(
        TenantId tenant,
        ChannelId channel,
        InboxId id,
        String name,
        Duration reopenWindow,
        int sendsPerSecond,
        Capabilities capabilities) {}
