package io.omnihub.conversation;

import io.omnihub.channel.Inboxes;
import io.omnihub.contact.Contacts;
import io.omnihub.deadletter.DeadLetters;
import io.omnihub.identity.TenantRegistry;
import io.omnihub.log.InboundKeys;
import io.omnihub.log.LogAppender;
import io.omnihub.log.LogReader;

/// The neighbours that the engine works with.
record Rooms(
        LogAppender appender,
        LogReader reader,
        InboundKeys keys,
        ConversationStore conversations,
        WaitingEvents waiting,
        Contacts contacts,
        TenantRegistry tenants,
        Inboxes inboxes,
        DeadLetters deadLetters) {}
