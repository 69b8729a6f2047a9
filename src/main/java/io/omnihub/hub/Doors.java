package io.omnihub.hub;

import io.micrometer.core.instrument.MeterRegistry;
import io.omnihub.buffer.Buffer;
import io.omnihub.channel.ChannelStatuses;
import io.omnihub.channel.Inboxes;
import io.omnihub.channel.Takers;
import io.omnihub.conversation.Partitions;
import io.omnihub.delivery.Dispatch;
import io.omnihub.device.Pushers;
import io.omnihub.log.Cursors;
import io.omnihub.log.LogFeed;
import io.omnihub.log.LogReader;
import io.omnihub.loop.Loops;
import io.omnihub.record.Lookups;
import io.omnihub.trace.Traces;
import java.time.Clock;
import java.time.Duration;

/// The rooms that lie behind the doors.
///
/// @param lease how long a node keeps a subscription that it no longer renews
record Doors(
        Buffer buffer,
        Dispatch dispatch,
        Cursors cursors,
        LogFeed feed,
        LogReader reader,
        Partitions partitions,
        Inboxes inboxes,
        ChannelStatuses statuses,
        RoutedMedia media,
        Takers takers,
        Lookups lookups,
        Pushers pushers,
        MeterRegistry meters,
        Traces traces,
        Loops loops,
        Clock clock,
        Duration lease) {}
