package io.omnihub.device;

import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.message.ChannelId;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What wakes devices: routes, by the channels whose inboxes know how.
public final class Pushers {

    private final Map<ChannelId, Pusher> known = new ConcurrentHashMap<>();

    public void begin(ChannelId channel, Pusher pusher) {
        known.put(channel, pusher);
    }

    public void end(ChannelId channel, Pusher pusher) {
        known.remove(channel, pusher);
    }

    Pusher get(ChannelId channel) {
        Pusher pusher = known.get(channel);
        if (pusher == null) {
            throw ChannelUnavailableException.later("no route wakes devices through " + channel + " now");
        }
        return pusher;
    }

    /// One of them.
    @FunctionalInterface
    public interface Pusher {

        /// Wakes a device, or throws one of the three failures. One with the code
        /// [io.omnihub.channel.ChannelRejectedException#GONE] says that the device is there no more.
        ///
        /// @param inbox of the channel
        /// @param key   the same in every try
        /// @param push  in JSON
        void push(TenantId tenant, InboxId inbox, String key, byte[] push);
    }
}
